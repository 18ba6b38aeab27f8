using Maat.Domain.Expressions;

namespace Maat.Domain.Rendering.Bash;

/// <summary>
/// Walks through a script as bash 5 reads it, as far as is needed to know how each place is quoted: commands and their words
/// (<c>.Commands</c>, <c>.Conditions</c>, <c>.Words</c>), expansions (<c>.Expansions</c>), arithmetic (<c>.Arithmetic</c>), here-documents (<c>.HereDocuments</c>).
/// It recognises what bash accepts and does not check the rest; where it cannot tell how a place is quoted, it refuses the script.
/// <para>
/// Constructs nest by recursion of bounded depth. What stands in backquotes is read from a copy with one level of backslashes removed, by a
/// lexer of its own that maps each place back to the script.
/// </para>
/// </summary>
internal sealed partial class BashLexer
{
    private readonly Script script;
    private readonly string text;
    private readonly int[]? origins;
    private readonly int backquoteLevel;
    private int end;
    private int position;

    // Values and names at the level of the command that is being read, without those of commands inside it.
    private List<Mention> mentions = [];

    // The construct around this place whose content bash evaluates as an arithmetic expression, if there is one.
    private string? evaluatedIn;

    // Set where placeholders are refused though bash would expand them, with the reason.
    private Wording? refusal;

    private BashLexer(Script script, string text, int[]? origins, int backquoteLevel)
    {
        this.script = script;
        this.text = text;
        this.origins = origins;
        this.backquoteLevel = backquoteLevel;
        end = text.Length;
    }

    private bool AtEnd => position >= end;

    private char Current => text[position];

    /// <summary>Everything in a script that is replaced, or that bash evaluates, in the order of the script.</summary>
    /// <exception cref="ExpressionException">The script cannot be read, or a placeholder stands where none may.</exception>
    public static BashFindings Read(string text, LineIndex lines)
    {
        var script = new Script(lines);
        new BashLexer(script, text, origins: null, backquoteLevel: 0).ReadScript();
        script.Findings.Sort();
        return script.Findings;
    }

    private void ReadScript()
    {
        ReadCommands(Until.End, opening: 0, Wording.Nothing);
        if (hereDocuments.Count > 0)
            throw UnclosedHereDocument(hereDocuments[0]);
    }

    private char Peek(int ahead) => position + ahead < end ? text[position + ahead] : '\0';

    private bool IsAt(string mark) => position + mark.Length <= end && Placeholder.IsAt(text, position, mark);

    private int Origin(int offset) => origins is null ? offset : origins[offset];

    private (int Line, int Column) Locate(int offset) => script.Lines.Locate(Origin(offset));

    private ExpressionException Fail(int offset, Wording problem) => Placeholder.Fail(problem, Locate(offset));

    private ExpressionException Unclosed(int opening, Wording what) => Fail(opening, $"The {what} that begins here is not closed.");

    /// <summary>If a placeholder or an escaped one is here, reads it.</summary>
    private bool TryReadPlaceholder(Quoting quoting)
    {
        if (Current != '$')
            return false;
        if (IsAt(Placeholder.Escape))
        {
            ReadEscaped(quoting);
            return true;
        }

        if (!IsAt(Placeholder.Open))
            return false;
        ReadPlaceholder(quoting);
        return true;
    }

    private void ReadPlaceholder(Quoting quoting)
    {
        var open = position;
        var close = Placeholder.FindEnd(text, open, end);
        if (close < 0)
            throw Placeholder.Unclosed(Locate(open));
        if (evaluatedIn is not null)
            RefuseEvaluated(open, evaluatedIn);
        if (refusal is not null)
            Refuse(open, refusal);

        var expression = Placeholder.Parse(text, open, close, Locate);
        if (script.Findings.Splices.Count >= TemplateLimits.MaxReferences)
            throw Fail(open, $"The script has more than {TemplateLimits.MaxReferences} references.");
        script.Findings.Add(new Splice(Origin(open), Origin(close - 1) + 1, expression, quoting, ""));
        mentions.Add(new Mention(null, expression, open));
        position = close;
    }

    // Where bash expands, the dollar sign is quoted, once more for each pair of backquotes around it.
    private void ReadEscaped(Quoting quoting)
    {
        var literal = Placeholder.Open;
        if (quoting is Quoting.Bare or Quoting.Double)
        {
            if (backquoteLevel > 1)
                throw Fail(position, $"A ${{{{ cannot be quoted inside nested backquotes; write $( ) in their place.");
            literal = (backquoteLevel == 0 ? @"\" : @"\\\") + literal;
        }

        script.Findings.Add(new Splice(Origin(position), Origin(position + Placeholder.Escape.Length - 1) + 1, null, quoting, literal));
        position += Placeholder.Escape.Length;
    }

    // While it is only being found out whether a place is arithmetic, what is refused in arithmetic is not yet refused.
    private void Refuse(int offset, Wording reason)
    {
        if (!script.IsGuessing)
            throw Fail(offset, $"A reference cannot stand here: {reason}");
    }

    /// <summary>Looks through a stretch in which nothing expands, for placeholders, which are refused, and escaped ones.</summary>
    private void ReadInert(int stop, Wording reason)
    {
        while (position < stop)
        {
            if (Current == '$' && IsAt(Placeholder.Escape))
                ReadEscaped(Quoting.Single);
            else if (Current == '$' && IsAt(Placeholder.Open))
                throw Fail(position, $"A reference cannot stand here: {reason}");
            else
                position++;
        }
    }

    private void NoteName(string name, int offset)
    {
        if (!name.StartsWith(TaskEnvironment.VariablePrefix, StringComparison.Ordinal) && !name.StartsWith(TaskEnvironment.OutputPrefix, StringComparison.Ordinal))
            return;
        var mention = new Mention(name, null, offset);
        mentions.Add(mention);
        if (evaluatedIn is not null)
            Evaluates(mention, evaluatedIn);
    }

    private void Evaluates(Mention mention, string construct)
    {
        var (line, column) = Locate(mention.Offset);
        script.Findings.Add(new Use(mention.Name, mention.Expression, construct, line, column));
    }

    /// <summary>Reads something inside of what is being read.</summary>
    private void Nest(int opening, Action read)
    {
        if (++script.Depth > TemplateLimits.MaxScriptDepth)
            throw Fail(opening, $"The script nests deeper than {TemplateLimits.MaxScriptDepth} levels here.");
        read();
        script.Depth--;
    }

    /// <summary>A variable of Maat's, by name, or a placeholder, and where it stands in the lexer's text.</summary>
    private readonly record struct Mention(string? Name, Expression? Expression, int Offset);

    /// <summary>What all lexers of one script share.</summary>
    private sealed class Script(LineIndex lines)
    {
        public LineIndex Lines { get; } = lines;

        public BashFindings Findings { get; } = new();

        public int Depth { get; set; }

        public int Guesses { get; set; }

        public bool IsGuessing => Guesses > 0;

        /// <summary>Whether the <c>((</c> at an offset of the script opens arithmetic, once that has been found out.</summary>
        public Dictionary<int, bool> Arithmetic { get; } = [];

        /// <summary>Characters that may still be read while guessing.</summary>
        public long GuessedCharactersLeft { get; set; } = 64L * TemplateLimits.MaxTextLength;
    }
}
