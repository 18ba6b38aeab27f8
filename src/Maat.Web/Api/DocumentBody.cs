using System.Text;
using Maat.Domain.Documents;
using Maat.Engine.Templates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Maat.Web.Api;

/// <summary>Template documents as bodies: YAML (RFC 9512) or JSON.</summary>
internal static class DocumentBody
{
    public const string Json = "application/json";

    public const string Yaml = "application/yaml";

    /// <summary>What was sent before RFC 9512 gave YAML a name.</summary>
    public static readonly string[] OtherYaml = ["application/x-yaml", "text/yaml", "text/x-yaml"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BadRequestException">It is too large, not UTF-8, or neither of the two.</exception>
    public static async Task<SourceReading> ReadAsync(HttpRequest request)
    {
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        string media = type?.MediaType.Value?.ToLowerInvariant() ?? "";
        if (media != Json && media != Yaml && !OtherYaml.Contains(media))
            throw new BadRequestException(StatusCodes.Status415UnsupportedMediaType, $"This address takes a template document: send it with Content-Type: {Yaml} or {Json}.");
        var bytes = await RequestBytes.ReadAsync(request, DocumentLimits.DocumentBytes);
        if (media == Json)
            return JsonSource.Read(bytes.Span);
        try
        {
            return YamlSource.Read(Strict.GetString(bytes.Span));
        }
        catch (DecoderFallbackException exception)
        {
            throw new BadRequestException(StatusCodes.Status400BadRequest, $"The document is not UTF-8: see byte {exception.Index} of it.");
        }
    }

    /// <summary>The document in the form that is asked for: by <paramref name="format"/>, else by Accept, else JSON.</summary>
    /// <exception cref="BadRequestException">There is no such format.</exception>
    public static ContentHttpResult Write(TemplateDocument document, string? format, HttpRequest request)
    {
        bool yaml = format switch
        {
            "yaml" => true,
            "json" => false,
            null => request.Headers.Accept.ToString().Contains("yaml", StringComparison.OrdinalIgnoreCase),
            _ => throw new BadRequestException(StatusCodes.Status400BadRequest, $"There is no format '{format}': ask for yaml or json."),
        };
        return yaml
            ? TypedResults.Text(YamlText.Write(document), Yaml, Encoding.UTF8)
            : TypedResults.Text(TemplateWriter.ToJson(document), Json, Encoding.UTF8);
    }
}
