using System.Text.RegularExpressions;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>
/// Tokens into nodes, by recursive descent over the grammar at <see cref="Expression"/>, of bounded depth: here what operators join, in
/// <c>.Atoms</c> what they join.
/// </summary>
internal sealed partial class Parser
{
    private static readonly Dictionary<string, Comparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["=="] = Comparison.Equal,
        ["!="] = Comparison.NotEqual,
        ["<"] = Comparison.Less,
        ["<="] = Comparison.LessOrEqual,
        [">"] = Comparison.Greater,
        [">="] = Comparison.GreaterOrEqual,
    };

    private readonly SourceText source;
    private readonly List<Token> tokens;
    private readonly List<Reference> references = [];
    private int position;
    private int depth;

    private Parser(SourceText source)
    {
        this.source = source;
        tokens = Lexer.Read(source);
    }

    private Token Current => tokens[position];

    public static (ExpressionNode Root, IReadOnlyList<Reference> References) Parse(SourceText source)
    {
        var parser = new Parser(source);
        if (parser.Current.Kind == TokenKind.End)
            throw source.Fail(0, $"The expression is empty.");

        var root = parser.ParseExpression();
        return parser.Current.Kind == TokenKind.End
            ? (root, parser.references)
            : throw source.Fail(parser.Current.Offset, parser.Leftover());
    }

    private ExpressionNode ParseExpression()
    {
        EnterNesting();
        var operands = new List<ExpressionNode>();
        do
            operands.Add(ParseAnd());
        while (AcceptName("or"));
        depth--;
        return operands.Count == 1 ? operands[0] : new LogicNode(isAnd: false, operands);
    }

    private ExpressionNode ParseAnd()
    {
        var operands = new List<ExpressionNode>();
        do
            operands.Add(ParseNot());
        while (AcceptName("and"));
        return operands.Count == 1 ? operands[0] : new LogicNode(isAnd: true, operands);
    }

    private ExpressionNode ParseNot()
    {
        var start = Current;
        if (!AcceptName("not"))
            return ParseComparison();
        EnterNesting();
        var node = new NotNode(ParseNot(), start.Offset);
        depth--;
        return node;
    }

    private ExpressionNode ParseComparison()
    {
        var left = ParsePiped();
        var node = ParseComparisonAfter(left);
        if (!ReferenceEquals(node, left) && IsComparison(Current))
            throw source.Fail(Current.Offset, $"Comparisons do not chain: join two with 'and'.");
        return node;
    }

    private ExpressionNode ParseComparisonAfter(ExpressionNode left)
    {
        var op = Current;
        if (op.Kind == TokenKind.Symbol && Comparisons.TryGetValue(op.Text, out var comparison))
        {
            position++;
            return new ComparisonNode(comparison, left, ParsePiped(), op.Offset);
        }

        if (AcceptName("in"))
            return new MembershipNode(negated: false, left, ParsePiped(), op.Offset);
        if (AcceptName("matches"))
            return ParseMatch(left, op);
        if (!AcceptName("not"))
            return left;
        if (AcceptName("in"))
            return new MembershipNode(negated: true, left, ParsePiped(), op.Offset);
        throw source.Fail(op.Offset, $"After a value, 'not' is followed by 'in' ('x not in list'); else it stands before what it negates.");
    }

    private static bool IsComparison(Token token) =>
        (token.Kind == TokenKind.Symbol && Comparisons.ContainsKey(token.Text)) || token.IsName("in") || token.IsName("matches");

    private MatchNode ParseMatch(ExpressionNode left, Token op)
    {
        var pattern = ParsePiped();
        if (pattern is not ConstantNode { Value: TextValue text })
            return new MatchNode(left, pattern, literal: null, op.Offset);
        return Patterns.TryMake(text.Value, out Regex? literal, out var problem)
            ? new MatchNode(left, pattern, literal, op.Offset)
            : throw source.Fail(pattern.Offset, problem);
    }

    private ExpressionNode ParsePiped()
    {
        var node = ParseSum();
        if (!Current.Is("|"))
            return node;

        var filters = new List<CallNode>();
        while (AcceptSymbol("|"))
            filters.Add(ParseFilter());
        return new FilterNode(node, filters);
    }

    private CallNode ParseFilter()
    {
        var name = Current;
        if (name.Kind != TokenKind.Name)
            throw source.Fail(name.Offset, $"After '|' stands the name of a function, not {name.Shown}.");
        position++;
        var function = FindFunction(name);
        if (Current.Is("(") && Current.Offset == name.End)
            return MakeCall(function, name, piped: true, ParseArguments());

        var arguments = new List<ExpressionNode>();
        while (BeginsArgument())
            arguments.Add(ParseFilterArgument());
        return MakeCall(function, name, piped: true, arguments);
    }

    private bool BeginsArgument() => Current.Kind switch
    {
        TokenKind.Number or TokenKind.Text => true,
        TokenKind.Name => !(Current.Text is "and" or "or" or "not" or "in" or "matches"),
        TokenKind.Symbol => Current.Text is "(" or "[" or "-",
        _ => false,
    };

    private ExpressionNode ParseFilterArgument()
    {
        var start = Current;
        return AcceptSymbol("-") ? new NegationNode(ParseAccess(), start.Offset) : ParseAccess();
    }

    private ExpressionNode ParseSum() => ParseChain(ParseProduct, "+", "-");

    private ExpressionNode ParseProduct() => ParseChain(ParseSign, "*", "/", "%");

    private ExpressionNode ParseChain(Func<ExpressionNode> parseOperand, params ReadOnlySpan<string> operators)
    {
        var first = parseOperand();
        List<ArithmeticNode.Step>? steps = null;
        while (Current.Kind == TokenKind.Symbol && operators.Contains(Current.Text))
        {
            var op = tokens[position++];
            (steps ??= []).Add(new(op.Text, parseOperand(), op.Offset));
        }

        return steps is null ? first : new ArithmeticNode(first, steps);
    }

    private ExpressionNode ParseSign()
    {
        var start = Current;
        if (!AcceptSymbol("-"))
            return ParseAccess();
        EnterNesting();
        var operand = ParseSign();
        depth--;
        return operand is ConstantNode { Value: NumberValue number }
            ? new ConstantNode(new NumberValue(-number.Value), start.Offset)
            : new NegationNode(operand, start.Offset);
    }

    private bool AcceptName(string name)
    {
        if (!Current.IsName(name))
            return false;
        position++;
        return true;
    }

    private bool AcceptSymbol(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        position++;
        return true;
    }

    private void Expect(string symbol, Wording purpose)
    {
        if (!AcceptSymbol(symbol))
            throw source.Fail(Current.Offset, $"Expected '{symbol}' {purpose}, found {Current.Shown}.");
    }

    private string ExpectName(Wording what)
    {
        if (Current.Kind != TokenKind.Name)
            throw source.Fail(Current.Offset, $"Expected {what} after '.', found {Current.Shown}; a name with other characters is written in brackets: ['x-y'].");
        return tokens[position++].Text;
    }

    private Wording Leftover() =>
        Current.Kind is TokenKind.Symbol && Current.Text is ")" or "]"
            ? Wording.Of($"'{Current.Text}' closes nothing.")
            : Wording.Of($"An operator is missing before {Current.Shown}.");

    private void EnterNesting()
    {
        if (++depth > ExpressionLimits.MaxDepth)
            throw source.Fail(Current.Offset, $"The expression is nested deeper than {ExpressionLimits.MaxDepth} levels.");
    }
}
