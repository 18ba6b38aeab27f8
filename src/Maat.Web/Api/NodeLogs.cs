using System.Globalization;
using System.Security.Claims;
using Maat.Engine.Logs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>Logs of nodes: a part at a time, or followed as they grow. Bytes come as the script wrote them.</summary>
internal static class NodeLogs
{
    /// <summary>Which claim's log this is.</summary>
    public const string FenceHeader = "Maat-Log-Fence";

    /// <summary>Where to read on, in bytes.</summary>
    public const string NextOffsetHeader = "Maat-Log-Next-Offset";

    /// <summary><c>true</c> when nothing will follow.</summary>
    public const string CompleteHeader = "Maat-Log-Complete";

    /// <summary>What a screen shows many times over, and a program reads at once.</summary>
    private const int DefaultBytes = 256 * 1024;

    private const string MediaType = "text/plain; charset=utf-8";

    public static void MapNodeLogs(this IEndpointRouteBuilder api) => api.MapGet("/runs/{run:long}/nodes/{node}/log", ReadAsync)
        .WithTags("Runs")
        .WithSummary("Reads the log of a node, or follows it while it runs")
        .WithDescription(
            $"The log of the latest attempt, or of the one with the given `fence`. From `offset` on at most `limit` bytes (up to {LogChunk.MaxBytes}); "
            + $"`{NextOffsetHeader}` says where to read on, `{CompleteHeader}` whether nothing will follow. With `follow=true` everything from `offset` on "
            + "is sent as it comes, until the attempt has ended; a node that was not started yet is waited for. After "
            + $"{LogReading.LongestFollowing.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes the answer ends: read on from the number of bytes that you have.")
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .MayBeWrong().MayBeMissing();

    private static async Task<Results<FileContentHttpResult, PushStreamHttpResult>> ReadAsync(
        long run, string node, long? fence, long? offset, int? limit, bool? follow, HttpContext http, ClaimsPrincipal user, LogReading logs,
        IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        var log = await logs.FindAsync(actor, run, node, fence, cancellation);
        if (log.Key is { } key)
            http.Response.Headers[FenceHeader] = key.Fence.ToString(CultureInfo.InvariantCulture);
        var chunk = await logs.ReadAsync(log, offset ?? 0, limit ?? DefaultBytes, cancellation);
        if (follow == true)
        {
            // It may be much, or come slowly: nothing of it may wait in a buffer.
            return TypedResults.Stream(
                body => FollowAsync(logs.FollowAsync(actor, run, node, fence ?? log.Key?.Fence, offset ?? 0, cancellation), body, lifetime.ApplicationStopping, cancellation),
                MediaType);
        }

        http.Response.Headers[NextOffsetHeader] = chunk.NextOffset.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers[CompleteHeader] = chunk.IsComplete ? "true" : "false";
        return TypedResults.Bytes(chunk.Bytes, MediaType);
    }

    /// <summary>A process that stops does not wait for its followers: they read on from another one, or when it is back.</summary>
    private static async Task FollowAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> log, Stream body, CancellationToken stopping, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        try
        {
            await body.FlushAsync(either.Token);
            await foreach (var bytes in log.WithCancellation(either.Token))
            {
                await body.WriteAsync(bytes, either.Token);
                await body.FlushAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The answer ends here, as after the longest time.
        }
    }
}
