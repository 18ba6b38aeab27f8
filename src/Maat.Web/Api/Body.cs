using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Maat.Web.Api;

/// <summary>
/// A request's JSON body. It is read strictly, and everything that is wrong with it is told at once, with its place. A parameter that may
/// be null takes an empty body.
/// </summary>
internal sealed class Body<T>(T value) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>One value of a variable may have a mebibyte; a few of them, and all else, fit in four.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    public T Value => value;

    /// <exception cref="BadRequestException">It is too large, or no JSON of this shape.</exception>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType() && !(IsOptional(parameter) && context.Request.ContentType is null))
            throw new BadRequestException(StatusCodes.Status415UnsupportedMediaType, $"This address takes JSON: send it with Content-Type: application/json.");
        var bytes = await RequestBytes.ReadAsync(context.Request, MaxBytes);
        if (bytes.IsEmpty && IsOptional(parameter))
            return null;
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        BodyCheck.Check(bytes, options.GetTypeInfo(typeof(T)), options);
        return new Body<T>(JsonSerializer.Deserialize<T>(bytes.Span, options)!);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), IsOptional(parameter)));

    private static bool IsOptional(ParameterInfo parameter) => new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
}
