using System.Globalization;
using System.Text.RegularExpressions;
using Maat.Domain.Expressions.Functions;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

/// <summary>Tokens into nodes, by recursive descent over the grammar at <see cref="Expression"/>, of bounded depth.</summary>
internal sealed class Parser
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
            throw source.Fail(0, "The expression is empty.");

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
            throw source.Fail(Current.Offset, "Comparisons do not chain: join two with 'and'.");
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
        throw source.Fail(op.Offset, "After a value, 'not' is followed by 'in' ('x not in list'); else it stands before what it negates.");
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

    private ExpressionNode ParseAccess()
    {
        var target = ParseAtom();
        List<AccessNode.Step>? steps = null;
        while (true)
        {
            var start = Current;
            if (AcceptSymbol("."))
                (steps ??= []).Add(new(ExpectName("a member's name"), null, start.Offset));
            else if (Current.Is("[") && Current.Offset == tokens[position - 1].End)
                (steps ??= []).Add(ParseIndex());
            else
                return steps is null ? target : new AccessNode(target, steps);
        }
    }

    private AccessNode.Step ParseIndex()
    {
        var start = tokens[position++];
        var index = ParseExpression();
        Expect("]", "to close the '['");
        return new(null, index, start.Offset);
    }

    private ExpressionNode ParseAtom()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                position++;
                return new ConstantNode(ReadNumber(token), token.Offset);
            case TokenKind.Text:
                position++;
                return new ConstantNode(new TextValue(token.Text), token.Offset);
            case TokenKind.Name:
                return ParseName();
            case TokenKind.Symbol when token.Text == "(":
                position++;
                var inner = ParseExpression();
                Expect(")", "to close the '('");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                position++;
                return new ListNode(ParseItems("]"), token.Offset);
            default:
                throw source.Fail(token.Offset, $"A value is missing here: found {token.Shown}.");
        }
    }

    private NumberValue ReadNumber(Token token) =>
        decimal.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? new NumberValue(number)
            : throw source.Fail(token.Offset, "This number is out of range: numbers have up to 28 digits.");

    private ExpressionNode ParseName()
    {
        var name = tokens[position++];
        switch (name.Text)
        {
            case "true" or "false":
                return new ConstantNode(BooleanValue.Of(name.Text == "true"), name.Offset);
            case "null":
                return new ConstantNode(Value.Null, name.Offset);
            case "and" or "or" or "in" or "matches" or "not":
                throw source.Fail(name.Offset, $"A value is missing here: found '{name.Text}'.");
        }

        if (Current.Is("("))
            return MakeCall(FindFunction(name), name, piped: false, ParseArguments());
        if (ReferenceRoots.TryGet(name.Text, out var root))
            return ParseReference(root, name);
        throw source.Fail(name.Offset, ExpressionFunctions.TryFind(name.Text, out var function)
            ? $"'{name.Text}' is a function: write {function.Signature}."
            : $"Unknown name '{name.Text}': a reference begins with {string.Join(", ", ReferenceRoots.Names)}; text needs quotes.");
    }

    private ReferenceNode ParseReference(ReferenceRoot root, Token start)
    {
        var path = new List<string>();
        if (root == ReferenceRoot.Nodes)
        {
            const string Form = "an output is read as nodes.KEY.outputs.KEY";
            path.Add(ReadPathName(start, Form));
            var outputs = Current;
            path.Add(ReadPathName(start, Form));
            if (path[^1] != "outputs")
                throw source.Fail(outputs.Offset, $"Nodes have 'outputs' and nothing else: {Form}.");
            path.Add(ReadPathName(start, Form));
        }
        else
        {
            path.Add(ReadPathName(start, $"'{start.Text}' is followed by '.' and a name"));
        }

        var (line, column) = source.Locate(start.Offset);
        var reference = new Reference(root, path, line, column);
        references.Add(reference);
        return new ReferenceNode(reference, start.Offset);
    }

    private string ReadPathName(Token start, string form)
    {
        if (!Current.Is("."))
            throw source.Fail(start.Offset, $"The reference is incomplete: {form}.");
        position++;
        return ExpectName("a name");
    }

    private FunctionDefinition FindFunction(Token name) =>
        ExpressionFunctions.TryFind(name.Text, out var function)
            ? function
            : throw source.Fail(name.Offset, $"Unknown function '{name.Text}'. The functions are {string.Join(", ", ExpressionFunctions.All.Select(known => known.Name))}.");

    private List<ExpressionNode> ParseArguments()
    {
        Expect("(", "before the arguments");
        return ParseItems(")");
    }

    private List<ExpressionNode> ParseItems(string close)
    {
        var items = new List<ExpressionNode>();
        if (AcceptSymbol(close))
            return items;
        do
            items.Add(ParseExpression());
        while (AcceptSymbol(","));
        Expect(close, "or ','");
        return items;
    }

    private CallNode MakeCall(FunctionDefinition function, Token name, bool piped, List<ExpressionNode> arguments)
    {
        var count = arguments.Count + (piped ? 1 : 0);
        if (count < function.MinArguments || count > function.MaxArguments)
        {
            var given = piped ? $"{count}, the value before '|' among them" : $"{count}";
            throw source.Fail(name.Offset, $"{function.Signature} takes {function.ArgumentCount}, but has {given}.");
        }

        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] is ConstantNode constant
                && function.ProblemWith(index + (piped ? 1 : 0), constant.Value) is { } problem)
                throw source.Fail(constant.Offset, problem);
        }

        return new CallNode(function, arguments, name.Offset);
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

    private void Expect(string symbol, string purpose)
    {
        if (!AcceptSymbol(symbol))
            throw source.Fail(Current.Offset, $"Expected '{symbol}' {purpose}, found {Current.Shown}.");
    }

    private string ExpectName(string what)
    {
        if (Current.Kind != TokenKind.Name)
            throw source.Fail(Current.Offset, $"Expected {what} after '.', found {Current.Shown}; a name with other characters is written in brackets: ['x-y'].");
        return tokens[position++].Text;
    }

    private string Leftover() =>
        Current.Kind is TokenKind.Symbol && Current.Text is ")" or "]"
            ? $"'{Current.Text}' closes nothing."
            : $"An operator is missing before {Current.Shown}.";

    private void EnterNesting()
    {
        if (++depth > ExpressionLimits.MaxDepth)
            throw source.Fail(Current.Offset, $"The expression is nested deeper than {ExpressionLimits.MaxDepth} levels.");
    }
}
