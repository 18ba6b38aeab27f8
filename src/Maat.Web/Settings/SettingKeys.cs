using System.Globalization;
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

    /// <summary>What cannot be read as its setting's type, each with what is expected instead.</summary>
    public static IEnumerable<string> Unreadable(IConfigurationSection section, Type options)
    {
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var own = section.GetSection(property.Name);
            var type = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
            var problems = IsSection(type) ? Unreadable(own, type) : Leaves(own).Where(leaf => !CanRead(leaf.Value!, type)).Select(leaf =>
                $"{leaf.Path} is '{leaf.Value}'; it must be {Expected(type)}.");
            foreach (var problem in problems)
                yield return problem;
        }
    }

    private static bool CanRead(string value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? Enum.TryParse(type, value, ignoreCase: true, out _)
            : type == typeof(bool) ? bool.TryParse(value, out _)
            : type != typeof(int) || value.Length == 0 || int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? string.Join(", ", Enum.GetNames(type)[..^1]) + " or " + Enum.GetNames(type)[^1]
            : type == typeof(bool) ? "true or false"
            : "a whole number";
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
