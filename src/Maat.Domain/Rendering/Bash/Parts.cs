namespace Maat.Domain.Rendering.Bash;

/// <summary>Parts of a script that are opened and closed, as messages name them. Made once: the lexer hands one on wherever such a part begins.</summary>
internal static class Parts
{
    public static readonly Wording SingleQuote = $"single quote";
    public static readonly Wording DoubleQuote = $"double quote";
    public static readonly Wording AnsiCQuote = $"quote $'";
    public static readonly Wording Quote = $"quote";
    public static readonly Wording Backquote = $"backquote";
    public static readonly Wording ProcessSubstitution = $"process substitution";
    public static readonly Wording List = $"list '('";
    public static readonly Wording CommandSubstitution = Wording.Verbatim("$( )");
    public static readonly Wording Parenthesis = Wording.Verbatim("'('");
    public static readonly Wording Bracket = Wording.Verbatim("'['");
    public static readonly Wording Test = Wording.Verbatim("'[['");
    public static readonly Wording Brace = Wording.Verbatim("'${'");
    public static readonly Wording Case = Wording.Verbatim("'case'");

    /// <summary>Why a reference cannot stand in a comment.</summary>
    public static readonly Wording InComment = $"a comment expands nothing. Remove it, or write $${{{{ for a ${{{{ that means itself.";

    public static readonly Wording InQuotedHereDocument =
        $"the delimiter of this here-document is quoted, so bash expands nothing in it. Leave the delimiter unquoted, or write $${{{{ for a ${{{{ that means itself.";

    public static readonly Wording InQuotedBackquotes = $"bash reads backquotes inside of \"${{ }}\" in more than one way. Write $( ) in their place.";
}
