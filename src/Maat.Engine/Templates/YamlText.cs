using Maat.Domain.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Maat.Engine.Templates;

/// <summary>
/// Writes a document as YAML for people and for git: scripts as block texts, short lists and mappings in one line, quotes only where
/// a reader of YAML 1.1 or 1.2 would otherwise see something other than a text.
/// </summary>
public static class YamlText
{
    /// <summary>What is written in one line is at most this long, as an edge with its arm is.</summary>
    private const int LineLength = 100;

    public static string Write(TemplateDocument document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, indentSequences: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, TemplateWriter.ToSource(document), inLine: false, depth: 0);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, SourceNode source, bool inLine, int depth)
    {
        // The root's fields, the layout among them, have a line for each entry, so that git shows which one changed.
        inLine |= depth > 1 && IsShort(source);
        switch (source)
        {
            case SourceMapping mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, inLine ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var entry in mapping.Entries)
                {
                    emitter.Emit(Text(entry.Name, block: false));
                    Emit(emitter, entry.Value, inLine, depth + 1);
                }

                emitter.Emit(new MappingEnd());
                break;
            case SourceSequence sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, inLine ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence.Items)
                    Emit(emitter, item, inLine, depth + 1);
                emitter.Emit(new SequenceEnd());
                break;
            case SourceScalar { IsPlain: true } scalar:
                emitter.Emit(Styled(scalar.Text, ScalarStyle.Plain));
                break;
            case SourceScalar scalar:
                emitter.Emit(Text(scalar.Text, block: !inLine));
                break;
        }
    }

    /// <summary>Whether it fits in one line: a list or mapping of single values, or of lists of single values.</summary>
    private static bool IsShort(SourceNode source) => source switch
    {
        SourceMapping mapping => mapping.Entries.All(entry => entry.Value is SourceScalar || entry.Value is SourceSequence list && IsFlat(list)) && Length(mapping) <= LineLength,
        SourceSequence list => IsFlat(list) && Length(list) <= LineLength,
        _ => false,
    };

    private static bool IsFlat(SourceSequence list) => list.Items.All(item => item is SourceScalar);

    private static int Length(SourceNode source) => source switch
    {
        SourceScalar scalar => scalar.Text.Contains('\n', StringComparison.Ordinal) ? LineLength + 1 : scalar.Text.Length + 2,
        SourceSequence list => list.Items.Sum(Length),
        SourceMapping mapping => mapping.Entries.Sum(entry => entry.Name.Length + 2 + Length(entry.Value)),
        _ => 0,
    };

    private static Scalar Text(string text, bool block) => Styled(
        text,
        block && IsBlock(text) ? ScalarStyle.Literal : IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted);

    private static Scalar Styled(string text, ScalarStyle style) =>
        new(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: style != ScalarStyle.Plain);

    /// <summary>Several lines that a block text holds as they are: no space at its edges that an editor would strip, no odd characters.</summary>
    private static bool IsBlock(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || char.IsWhiteSpace(text[0]) || text.EndsWith("\n\n", StringComparison.Ordinal))
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            bool lineEnds = i + 1 == text.Length || text[i + 1] == '\n';
            if (text[i] is ' ' or '\t' && lineEnds)
                return false;
            if (text[i] is not ('\n' or '\t') && !IsPrintable(text[i]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// A single line that every reader takes for a text: it begins with a letter, a dot or a slash, has no character that means
    /// something in YAML, and is no word that YAML 1.1 or 1.2 reads as a boolean, null or number.
    /// </summary>
    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] is '.' or '/') || text[^1] == ' ')
            return false;
        if (text.Any(letter => !IsPrintable(letter) || ":#,[]{}&*!|>'\"%@`\\".Contains(letter, StringComparison.Ordinal)))
            return false;
        return CoreSchema.TypeOf(text, out _, out _) == ScalarType.Text && !Yaml11Words.Contains(text);
    }

    /// <summary>Of the Basic Multilingual Plane, and not a space, a format or a line separator that cannot be seen.</summary>
    private static bool IsPrintable(char letter) =>
        letter is >= ' ' and <= '~' || (letter >= '\u00A1' && !char.IsControl(letter) && !char.IsSurrogate(letter) && !char.IsWhiteSpace(letter)
            && char.GetUnicodeCategory(letter) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.PrivateUse));

    private static readonly HashSet<string> Yaml11Words =
        new(["y", "n", "yes", "no", "on", "off", "true", "false", "null"], StringComparer.OrdinalIgnoreCase);
}
