using System.Reflection;

namespace Maat.Web.Settings;

/// <summary>The keys that an options class has in the configuration, as <c>Maat:Log:Level</c>.</summary>
public static class SettingKeys
{
    /// <summary>Every key below <paramref name="prefix"/>; a list counts as one key.</summary>
    public static IEnumerable<string> Of(Type options, string prefix) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .SelectMany(property => IsSection(property.PropertyType)
                ? Of(property.PropertyType, $"{prefix}:{property.Name}")
                : [$"{prefix}:{property.Name}"]);

    /// <summary>Keys that the configuration has and no option stands for: a slip of the pen that would otherwise change nothing, in silence.</summary>
    public static IEnumerable<string> Unknown(IConfigurationSection section, Type options)
    {
        var known = Of(options, section.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Leaves(section).Select(leaf => leaf.Path)
            .Where(path => !known.Contains(path) && !known.Contains(ParentOfListItem(path)));
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count == 0 && section.Value is not null ? [section] : children.SelectMany(Leaves);
    }

    private static string ParentOfListItem(string path)
    {
        var last = path.LastIndexOf(':');
        return path[(last + 1)..].All(char.IsAsciiDigit) ? path[..last] : path;
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && !type.IsArray;
}
