namespace Maat.Web.Api;

/// <summary>Reads bodies as far as their limit.</summary>
internal static class RequestBytes
{
    /// <exception cref="BadRequestException">There is more than the limit.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        using var read = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted) is > 0 and var count)
        {
            if (read.Length + count > limit)
                throw TooLarge(limit);
            read.Write(chunk, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    private static BadRequestException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is too large: at this address at most {limit} bytes are taken.");
}
