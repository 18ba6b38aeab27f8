using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Maat.Domain.Documents;
using Maat.Domain.Values;

namespace Maat.Web.Api;

/// <summary>Finds everything that is wrong with the shape of a JSON object: syntax, unknown and missing fields, and values of a wrong type.</summary>
internal static class BodyCheck
{
    private static readonly Wording Wording = $"The body is not what this address takes; nothing was done.";

    /// <exception cref="BadRequestException">Something is wrong, with the place of each problem.</exception>
    public static void Check(ReadOnlyMemory<byte> utf8, JsonTypeInfo type, JsonSerializerOptions options)
    {
        var source = JsonSource.Read(utf8.Span);
        var problems = new ProblemList();
        foreach (var problem in source.Problems)
            problems.Add(problem);
        if (source.Root is not null && !problems.HasErrors)
            Check(source.Root, utf8, type, options, problems);
        if (problems.HasErrors)
            throw new BadRequestException(StatusCodes.Status400BadRequest, Wording, problems);
    }

    private static void Check(SourceNode root, ReadOnlyMemory<byte> utf8, JsonTypeInfo type, JsonSerializerOptions options, ProblemList problems)
    {
        if (root is not SourceMapping mapping)
        {
            problems.Error("wrong_type", $"an object with named fields is expected", new ProblemPlace("", Line: root.Line, Column: root.Column));
            return;
        }

        using var document = JsonDocument.Parse(utf8);
        foreach (var entry in mapping.Entries)
        {
            var property = type.Properties.FirstOrDefault(property => property.Name == entry.Name);
            var place = new ProblemPlace(JsonPointer.Field("", entry.Name), Field: entry.Name, Line: entry.Value.Line, Column: entry.Value.Column);
            if (property is null)
                problems.Error("unknown_field", $"there is no field '{entry.Name}' here; known: {Wording.List(type.Properties.Select(p => p.Name))}", place with { Line = entry.Line, Column = entry.Column });
            else
                Check(document.RootElement.GetProperty(entry.Name), entry.Value, property, options, place, problems);
        }

        foreach (var property in type.Properties.Where(IsRequired))
        {
            if (mapping.Find(property.Name) is null)
                problems.Error("missing_field", $"the field '{property.Name}' is missing", new ProblemPlace(JsonPointer.Field("", property.Name), Field: property.Name, Line: mapping.Line, Column: mapping.Column));
        }
    }

    private static void Check(
        JsonElement element, SourceNode source, JsonPropertyInfo property, JsonSerializerOptions options, ProblemPlace place, ProblemList problems)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            if (property.AssociatedParameter is { IsNullable: false })
                problems.Error("wrong_type", $"'{property.Name}' must not be null", place);
            return;
        }

        if (property.PropertyType == typeof(IReadOnlyDictionary<string, Value>) && source is SourceMapping values)
        {
            foreach (var entry in values.Entries)
                TryRead(element.GetProperty(entry.Name), typeof(Value), options, new ProblemPlace(JsonPointer.Field(place.Path, entry.Name), Field: entry.Name, Line: entry.Value.Line, Column: entry.Value.Column), problems);
            return;
        }

        // Annotations say nothing of a list's items to the reader.
        if (property.PropertyType == typeof(IReadOnlyList<string>) && element.ValueKind == JsonValueKind.Array
            && element.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Null))
        {
            problems.Error("wrong_type", $"a list of texts is expected, without null in it", place);
            return;
        }

        TryRead(element, property.PropertyType, options, place, problems);
    }

    private static void TryRead(JsonElement element, Type type, JsonSerializerOptions options, ProblemPlace place, ProblemList problems)
    {
        try
        {
            element.Deserialize(type, options);
        }
        catch (JsonException exception)
        {
            problems.Error("wrong_type", Expected(Nullable.GetUnderlyingType(type) ?? type) is { } expected ? Wording.Of($"{expected} is expected") : JsonProblem.Of(exception), place);
        }
    }

    /// <summary>Null where the reader of the type says it better.</summary>
    private static Wording? Expected(Type type) =>
        type == typeof(string) ? Wording.Of($"a text")
        : type == typeof(bool) ? Wording.Of($"true or false")
        : type == typeof(int) || type == typeof(long) ? Wording.Of($"a whole number")
        : type == typeof(IReadOnlyList<string>) ? Wording.Of($"a list of texts")
        : type == typeof(DateTime) ? InstantJson.Expected
        : type.IsEnum ? Wording.Of($"one of {Wording.List(Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}")
        : type.IsAssignableTo(typeof(Value)) ? null
        : Wording.Of($"an object with named fields");

    private static bool IsRequired(JsonPropertyInfo property) => property.AssociatedParameter is { HasDefaultValue: false };
}
