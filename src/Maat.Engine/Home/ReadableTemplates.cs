using Maat.Domain.Documents;
using Maat.Engine.Runs;

namespace Maat.Engine.Home;

/// <summary>Names of nodes for lists that must not fail for one template.</summary>
internal static class ReadableTemplates
{
    /// <summary>Null for a version that this program cannot run, because a kind of its nodes is gone: its runs are listed all the same.</summary>
    public static async Task<CompiledTemplate?> FindReadableAsync(this TemplateCache templates, long templateId, int version, CancellationToken cancellation)
    {
        try
        {
            return await templates.GetAsync(templateId, version, cancellation).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string NodeName(this CompiledTemplate template, int ordinal)
    {
        NodeDefinition node = template.Nodes[ordinal].Definition;
        return node.Name ?? node.Key;
    }
}
