namespace Maat.Web.Tests.Api;

/// <summary>Template documents that several tests use.</summary>
internal static class Documents
{
    /// <summary>Scripts one after the other, as nodes <c>n1</c>, <c>n2</c>, …; the variable <c>gate</c> is there for all.</summary>
    public static string Chain(params string[] scripts) => $"""
        apiVersion: maat/v1
        kind: Template
        name: Chain {Guid.NewGuid():N}
        variables:
          - key: gate
            type: text
            default: none
        nodes:
        {string.Join('\n', scripts.Select((script, i) => $"  - {{ key: n{i + 1}, kind: bash, with: {{ script: {System.Text.Json.JsonSerializer.Serialize(script)} }} }}"))}
        {(scripts.Length > 1 ? "edges:" : "")}
        {string.Join('\n', scripts.Skip(1).Select((_, i) => $"  - {{ from: n{i + 1}, to: n{i + 2} }}"))}
        """;
}
