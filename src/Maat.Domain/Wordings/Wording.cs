using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Maat.Domain.Wordings;

/// <summary>
/// Something said to people, which can be said in their language: a format and what stands in its places. It is written as an interpolated
/// string, in English, and the English format is its identity, as in gettext: whoever knows that format in another language can say it there.
/// <para>
/// A type of its own, and not <see cref="FormattableString"/>, so that the compiler refuses a text put together beforehand, which could never
/// be said in another language; and an argument that is neither text, nor a number, nor a wording, which would be said in none.
/// Arguments are taken as they are: never markup, never a format.
/// </para>
/// </summary>
[InterpolatedStringHandler]
public sealed class Wording : IEquatable<Wording>
{
    public static readonly Wording Nothing = new(0, 0);

    /// <summary>What stands before the first argument, between two, and behind the last.</summary>
    private readonly string[] _literals;

    /// <summary>Strings and wordings.</summary>
    private readonly object[] _arguments;

    /// <summary>Stands for this one in other languages than English; null for nearly all.</summary>
    private readonly Wording? _elsewhere;

    private int _count;

    /// <summary>What the compiler calls for <c>$"…"</c>.</summary>
    public Wording(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _literals = new string[formattedCount + 1];
        _arguments = formattedCount == 0 ? [] : new object[formattedCount];
    }

    /// <summary>What is said when there are no words but an argument's own.</summary>
    private Wording(object[] arguments, Wording? elsewhere = null)
    {
        _elsewhere = elsewhere;
        _literals = new string[arguments.Length + 1];
        _arguments = arguments;
        _count = arguments.Length;
    }

    /// <summary>In English, with <c>{0}</c>, <c>{1}</c> … for the arguments and with other braces doubled, as composite formats are written.</summary>
    public string Format
    {
        get
        {
            var format = new StringBuilder();
            for (int i = 0; i < _literals.Length; i++)
            {
                if (i > 0)
                    format.Append(CultureInfo.InvariantCulture, $"{{{i - 1}}}");
                format.Append(_literals[i]?.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
            }

            return format.ToString();
        }
    }

    public bool IsNothing => _arguments.Length == 0 && string.IsNullOrEmpty(_literals[0]);

    /// <summary>Helps to write <c>condition ? Wording.Of($"…") : Wording.Of($"…")</c>, which would otherwise be texts.</summary>
    public static Wording Of(Wording wording) => wording;

    /// <summary>What somebody else said, or a name: the same in every language.</summary>
    public static Wording Verbatim(string text) => new([text]);

    /// <summary>What a library said in English, which tells more than we could say ourselves, and what we say where English is not read.</summary>
    public static Wording Foreign(string english, Wording elsewhere) => new([english], elsewhere);

    /// <summary>A list: <c>a, b, c</c>.</summary>
    public static Wording List(IEnumerable<string> items) => Join($", ", items.Select(Verbatim));

    public static Wording Join(Wording separator, IEnumerable<Wording> items) =>
        new([.. items.SelectMany((item, index) => index == 0 ? [item] : new object[] { separator, item })]);

    public void AppendLiteral(string value) => _literals[_count] += value;

    public void AppendFormatted(string? value) => _arguments[_count++] = value ?? "";

    public void AppendFormatted(Wording? value) => _arguments[_count++] = value ?? Nothing;

    public void AppendFormatted(long value) => AppendFormatted(value.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(decimal value) => AppendFormatted(value.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(double value) => AppendFormatted(value.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(char value) => AppendFormatted(value.ToString());

    /// <summary>In English, for logs and programs.</summary>
    public override string ToString() => In(static _ => null);

    /// <summary>In another language.</summary>
    /// <param name="translate">Gives the format in that language for one in English; null where it is not known, and English is said.</param>
    public string In(Func<string, string?> translate)
    {
        ArgumentNullException.ThrowIfNull(translate);
        if (_elsewhere is not null && translate(_elsewhere.Format) is not null)
            return _elsewhere.In(translate);
        var arguments = new string[_arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = _arguments[i] is Wording inner ? inner.In(translate) : (string)_arguments[i];
        if (translate(Format) is { } format)
            return string.Format(CultureInfo.InvariantCulture, format, arguments);
        var text = new StringBuilder(_literals[0]);
        for (int i = 0; i < arguments.Length; i++)
            text.Append(arguments[i]).Append(_literals[i + 1]);
        return text.ToString();
    }

    /// <summary>Whether the same is said, however it was put together.</summary>
    public bool Equals(Wording? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Wording);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
