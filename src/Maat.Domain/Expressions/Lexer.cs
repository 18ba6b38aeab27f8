using System.Globalization;
using System.Text;

namespace Maat.Domain.Expressions;

/// <summary>
/// Source into tokens. Text stands in single quotes, where a backslash is a backslash and <c>''</c> a quote (so that patterns need no
/// doubling), or in double quotes, with JSON's escapes and <c>\'</c>.
/// </summary>
internal sealed class Lexer
{
    private static readonly string[] TwoCharacterSymbols = ["==", "!=", "<=", ">="];

    // What people who know other languages write, and what it is here.
    private static readonly Dictionary<string, Wording> Foreign = new(StringComparer.Ordinal)
    {
        ["&&"] = $"write 'and' in place of '&&'",
        ["||"] = $"write 'or' in place of '||'",
        ["!"] = $"write 'not' in place of '!'",
        ["="] = $"write '==' to compare",
        ["?"] = $"write if(condition, then, else) in place of '?'",
        ["$"] = $"inside an expression names stand as they are, without '$'",
        ["{"] = $"an object cannot be written in an expression; read one with parse_json",
    };

    private readonly SourceText source;
    private readonly string text;
    private int position;

    private Lexer(SourceText source)
    {
        this.source = source;
        text = source.Text;
    }

    /// <summary>All tokens; the last is <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Read(SourceText source)
    {
        var lexer = new Lexer(source);
        lexer.CheckUnicode();
        var tokens = new List<Token>();
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private void CheckUnicode()
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
                continue;
            if (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                throw source.Fail(index, $"The expression is not valid Unicode: it has half of a surrogate pair.");
            index++;
        }
    }

    private Token Next()
    {
        while (position < text.Length && text[position] is ' ' or '\t' or '\r' or '\n')
            position++;

        var start = position;
        if (start == text.Length)
            return new Token(TokenKind.End, "", start, start);

        var first = text[start];
        if (char.IsAsciiLetter(first) || first == '_')
            return ReadName();
        if (char.IsAsciiDigit(first))
            return ReadNumber();
        return first switch
        {
            '\'' => ReadSingleQuoted(),
            '"' => ReadDoubleQuoted(),
            _ => ReadSymbol(),
        };
    }

    private Token ReadName()
    {
        var start = position;
        while (position < text.Length && IsNameCharacter(text[position]))
            position++;
        return new Token(TokenKind.Name, text[start..position], start, position);
    }

    private Token ReadNumber()
    {
        var start = position;
        SkipDigits();
        if (position + 1 < text.Length && text[position] == '.' && char.IsAsciiDigit(text[position + 1]))
        {
            position++;
            SkipDigits();
        }

        if (position < text.Length && (IsNameCharacter(text[position]) || text[position] == '.'))
            throw source.Fail(start, $"A number has digits and at most one point; text needs quotes.");
        return new Token(TokenKind.Number, text[start..position], start, position);
    }

    private void SkipDigits()
    {
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;
    }

    private Token ReadSingleQuoted()
    {
        var start = position++;
        var content = new StringBuilder();
        while (position < text.Length)
        {
            var next = text[position++];
            if (next != '\'')
            {
                content.Append(next);
                continue;
            }

            if (position >= text.Length || text[position] != '\'')
                return new Token(TokenKind.Text, content.ToString(), start, position);
            content.Append('\'');
            position++;
        }

        throw source.Fail(start, $"The text that begins here has no closing '.");
    }

    private Token ReadDoubleQuoted()
    {
        var start = position++;
        var content = new StringBuilder();
        while (position < text.Length)
        {
            var next = text[position++];
            if (next == '"')
                return new Token(TokenKind.Text, content.ToString(), start, position);
            if (next == '\\')
                ReadEscape(content, start);
            else
                content.Append(next);
        }

        throw source.Fail(start, $"The text that begins here has no closing \".");
    }

    private void ReadEscape(StringBuilder content, int start)
    {
        var at = position - 1;
        if (position >= text.Length)
            throw source.Fail(start, $"The text that begins here has no closing \".");

        var escape = text[position++];
        var plain = escape switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            '\\' or '"' or '\'' or '/' => escape,
            'u' => ReadCodeUnit(at),
            _ => throw source.Fail(at, $"'\\{escape}' is no escape; write \\\\ for a backslash, or put the text in single quotes, where a backslash is itself."),
        };

        if (char.IsLowSurrogate(plain))
            throw source.Fail(at, $"This escape is the second half of a surrogate pair without the first.");
        content.Append(plain);
        if (char.IsHighSurrogate(plain))
            ReadSecondHalf(content, at);
    }

    private void ReadSecondHalf(StringBuilder content, int at)
    {
        if (position + 1 < text.Length && text[position] == '\\' && text[position + 1] == 'u')
        {
            position += 2;
            var second = ReadCodeUnit(position - 2);
            if (char.IsLowSurrogate(second))
            {
                content.Append(second);
                return;
            }
        }

        throw source.Fail(at, $"This escape is the first half of a surrogate pair; the escape of the second half must follow.");
    }

    private char ReadCodeUnit(int at)
    {
        const int Digits = 4;
        if (position + Digits > text.Length
            || !ushort.TryParse(text.AsSpan(position, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw source.Fail(at, $"The escape \\u needs four hexadecimal digits.");
        position += Digits;
        return (char)unit;
    }

    private Token ReadSymbol()
    {
        var start = position;
        foreach (var symbol in TwoCharacterSymbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
                return Take(symbol);
        }

        foreach (var (symbol, advice) in Foreign)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
                throw source.Fail(start, $"'{symbol}' is not part of the language: {advice}.");
        }

        var character = text[start];
        if ("()[],.|+-*/%<>".Contains(character, StringComparison.Ordinal))
            return Take(character.ToString());

        var shown = char.IsControl(character)
            ? Wording.Of($"The character {string.Create(CultureInfo.InvariantCulture, $"U+{(int)character:X4}")}")
            : Wording.Of($"'{Rune.GetRuneAt(text, start).ToString()}'");
        throw source.Fail(start, $"{shown} is not part of the language; text needs quotes.");
    }

    private Token Take(string symbol)
    {
        var start = position;
        position += symbol.Length;
        return new Token(TokenKind.Symbol, symbol, start, position);
    }

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
