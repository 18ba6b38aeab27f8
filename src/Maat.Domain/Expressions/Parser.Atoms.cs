using System.Globalization;
using Maat.Domain.Expressions.Functions;
using Maat.Domain.Values;

namespace Maat.Domain.Expressions;

// Literals, lists, references, calls, and access to what is in a value.
internal sealed partial class Parser
{
    private ExpressionNode ParseAccess()
    {
        var target = ParseAtom();
        List<AccessNode.Step>? steps = null;
        while (true)
        {
            var start = Current;
            if (AcceptSymbol("."))
                (steps ??= []).Add(new(ExpectName(Expected.MemberName), null, start.Offset));
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
        Expect("]", Expected.EndOfIndex);
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
                Expect(")", Expected.EndOfGroup);
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
            : throw source.Fail(token.Offset, $"This number is out of range: numbers have up to 28 digits.");

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
            ? Wording.Of($"'{name.Text}' is a function: write {function.Signature}.")
            : Wording.Of($"Unknown name '{name.Text}': a reference begins with {Wording.List(ReferenceRoots.Names)}; text needs quotes."));
    }

    private ReferenceNode ParseReference(ReferenceRoot root, Token start)
    {
        var path = new List<string>();
        if (root == ReferenceRoot.Nodes)
        {
            path.Add(ReadPathName(start, Expected.Output));
            path.Add(ReadPathName(start, Expected.Output));
            if (path[^1] != "outputs")
                throw source.Fail(tokens[position - 1].Offset, $"Nodes have 'outputs' and nothing else: {Expected.Output}.");
            path.Add(ReadPathName(start, Expected.Output));
        }
        else
        {
            path.Add(ReadPathName(start));
        }

        var (line, column) = source.Locate(start.Offset);
        var reference = new Reference(root, path, line, column);
        references.Add(reference);
        return new ReferenceNode(reference, start.Offset);
    }

    private string ReadPathName(Token start, Wording? form = null)
    {
        if (!Current.Is("."))
            throw source.Fail(start.Offset, $"The reference is incomplete: {form ?? $"'{start.Text}' is followed by '.' and a name"}.");
        position++;
        return ExpectName(Expected.Name);
    }

    private FunctionDefinition FindFunction(Token name) =>
        ExpressionFunctions.TryFind(name.Text, out var function)
            ? function
            : throw source.Fail(name.Offset, $"Unknown function '{name.Text}'. The functions are {Wording.List(ExpressionFunctions.All.Select(known => known.Name))}.");

    private List<ExpressionNode> ParseArguments()
    {
        Expect("(", Expected.Arguments);
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
        Expect(close, Expected.NextItem);
        return items;
    }

    private CallNode MakeCall(FunctionDefinition function, Token name, bool piped, List<ExpressionNode> arguments)
    {
        var count = arguments.Count + (piped ? 1 : 0);
        if (count < function.MinArguments || count > function.MaxArguments)
        {
            var given = piped ? Wording.Of($"{count}, the value before '|' among them") : Wording.Of($"{count}");
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
}
