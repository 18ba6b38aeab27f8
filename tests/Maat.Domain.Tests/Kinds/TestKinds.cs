using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Kinds;
using Maat.Domain.Rendering;
using Maat.Domain.Values;

namespace Maat.Domain.Tests.Kinds;

/// <summary>A kind made of descriptors alone.</summary>
internal sealed class TestKind(string name, ItemList<ParameterDescriptor> parameters) : NodeKind
{
    public override string Name => name;

    public override string Title => name;

    public override string Description => $"Kind {name} of the tests";

    public override ItemList<ParameterDescriptor> Parameters => parameters;
}

/// <summary>A branch whose arms are a list of keys.</summary>
internal sealed class TestFork : NodeKind
{
    public override string Name => "fork";

    public override string Title => "Fork";

    public override string Description => "Leaves by some of its arms";

    public override bool CanHang => false;

    public override ItemList<ParameterDescriptor> Parameters { get; } =
    [
        TestKinds.Parameter("arms", new ListType(new KeyType()) { MinCount = 1, MaxCount = 100 }) with { Required = true },
        TestKinds.Parameter("all", new BooleanType()),
    ];

    public override ArmSet Arms(ObjectValue with) => new(
        with.Members.GetValueOrDefault("arms") is ListValue list ? list.Items.OfType<TextValue>().Select(arm => arm.Value).Distinct().ToItemList() : [],
        Exclusive: with.Members.GetValueOrDefault("all") is not BooleanValue(true));
}

internal static class TestKinds
{
    /// <summary>
    /// <c>task</c> with a parameter of each type, <c>call</c> with references to answers, <c>fork</c>; <c>nothing</c> has none.
    /// </summary>
    public static readonly NodeKindCatalog Catalog = new(
    [
        new TestKind(
            "task",
            [
                Parameter("script", new ScriptType()),
                Parameter("when", new ExpressionType()),
                Parameter("note", new TextType()),
                Parameter("url", new TextType { Place = Place.Url }),
                Parameter("body", new JsonType()),
                Parameter("count", new NumberType { IsInteger = true, Min = 1, Max = 10 }) with { Default = new NumberValue(3) },
                Parameter("ratio", new NumberType { Max = 1 }),
                Parameter("flag", new BooleanType()),
                Parameter("mode", new ChoiceType(["first", "all"])) with { Default = new TextValue("first") },
                Parameter("every", new DurationType { Min = TimeSpan.FromSeconds(1), Max = TimeSpan.FromHours(1) }),
                Parameter("name", new KeyType()),
                Parameter("outputs", new MapType(new ExpressionType()) { NamesAreKeys = true, MaxCount = 2 }),
                Parameter("files", new ListType(new ObjectType(
                [
                    Parameter("path", new TextType()) with { Required = true },
                    Parameter("unpack", new BooleanType()) with { Default = BooleanValue.False },
                ])) { MaxCount = 2 }),
            ]),
        new TestKind(
            "call",
            [
                Parameter("url", new TextType { Place = Place.Url }) with { Required = true },
                Parameter("success", new ExpressionType()) with { Allows = [ReferenceRoot.Response] },
                Parameter("poll", new ObjectType(
                [
                    Parameter("url", new TextType { Place = Place.Url }) with { Required = true },
                    Parameter("done", new ExpressionType()) with { Allows = [ReferenceRoot.Response] },
                ])) with { Allows = [ReferenceRoot.Trigger] },
            ]),
        new TestFork(),
        new TestKind("nothing", []),
    ]);

    public static ParameterDescriptor Parameter(string name, ParameterType type) => new(name, type) { Title = name };
}
