namespace Maat.Domain.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Symbol,
}

/// <summary>
/// A word of the language. <paramref name="Text"/> is the name, the symbol, the digits, or what a quoted text says without its quotes.
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>How a message names this token.</summary>
    public Wording Shown => Kind switch
    {
        TokenKind.End => $"the end of the expression",
        TokenKind.Text => $"a quoted text",
        _ => $"'{Text}'",
    };
}
