using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Kinds.Branch;
using Maat.Simulation.Kinds;
using Maat.Simulation.Seeds;

namespace Maat.Simulation.Documents;

/// <summary>Templates of one to eight nodes: any rule, branches in both modes, retries, priorities, queues, references to outputs.</summary>
internal sealed class RandomTemplate(Choices choices)
{
    /// <summary>The variable that conditions compare.</summary>
    public const string Variable = "level";

    /// <summary>Larger graphs repeat what happens in small ones, and cost more.</summary>
    private const int MostNodes = 8;

    private static readonly string[] ArmNames = ["a", "b", "c"];
    private static readonly TriggerRule[] Rules = Enum.GetValues<TriggerRule>();

    public static NodeKindCatalog Catalog { get; } = new([new TaskKind(), new BranchKind()]);

    public TemplateDocument Make(string name, IReadOnlyList<string> queues)
    {
        int count = choices.Between(1, MostNodes);
        List<(int From, int To)> edges = Edges(count);
        bool[] branch = [.. Enumerable.Range(0, count).Select(i => edges.Any(e => e.From == i) && choices.Chance(22))];
        ILookup<int, int> parents = edges.ToLookup(e => e.To, e => e.From);
        var nodes = new List<NodeDefinition>();
        var arms = new Dictionary<int, string[]>();
        for (int i = 0; i < count; i++)
        {
            int[] readable = [.. Ancestors(i, parents).Where(a => !branch[a]).Order()];
            ObjectValue with = branch[i] ? BranchParameters(arms[i] = ArmNames[..choices.Between(1, 3)], readable) : TaskParameters(readable);
            nodes.Add(Node(i, branch[i] ? BranchKind.KindName : TaskKind.KindName, with, queues));
        }

        return new TemplateDocument(name)
        {
            Variables = [new VariableDefinition(Variable, VariableType.Number) { Default = new NumberValue(0) }],
            Nodes = nodes.ToItemList(),
            Edges = edges.Select(e => new EdgeDefinition(Key(e.From), Key(e.To), branch[e.From] ? choices.Pick(arms[e.From]) : null)).ToItemList(),
        };
    }

    private static string Key(int ordinal) => $"n{ordinal}";

    private List<(int From, int To)> Edges(int count)
    {
        int density = choices.Between(15, 60);
        var edges = new List<(int, int)>();
        for (int to = 1; to < count; to++)
        {
            for (int from = 0; from < to; from++)
            {
                if (choices.Chance(density))
                {
                    edges.Add((from, to));
                }
            }
        }

        return edges;
    }

    private NodeDefinition Node(int ordinal, string kind, ObjectValue with, IReadOnlyList<string> queues) => new(Key(ordinal), kind)
    {
        TriggerRule = choices.Chance(45) ? TriggerRule.AllSuccess : choices.Pick(Rules),
        Retries = choices.Chance(50)
            ? RetryPolicy.None
            : new RetryPolicy(choices.Between(1, 2), TimeSpan.FromSeconds(choices.Of(0, 1, 20)), choices.Of(1, 2), TimeSpan.FromSeconds(30)),
        Priority = choices.Chance(70) ? PlanNode.DefaultPriority : choices.Between(0, PlanNode.MaxPriority),
        Queue = choices.Chance(60) ? null : choices.Pick(queues),
        With = with,
    };

    private ObjectValue TaskParameters(int[] readable)
    {
        if (readable.Length == 0 || choices.Chance(40))
        {
            return new ObjectValue([]);
        }

        string read = Key(choices.Pick(readable));
        return With((TaskKind.Input, new TextValue($"[nodes.{read}.outputs.{TaskKind.Value}, nodes.{read}.outputs.{TaskKind.Source}]")));
    }

    private ObjectValue BranchParameters(string[] arms, int[] readable)
    {
        bool otherwise = choices.Chance(50);
        return With(
            (BranchKind.Mode, new TextValue(choices.Of(BranchKind.ModeFirst, BranchKind.ModeAll))),
            (BranchKind.ArmList, new ListValue(arms.Select((arm, i) => (Value)(otherwise && i == arms.Length - 1
                ? With((BranchKind.Arm, new TextValue(arm)), (BranchKind.Otherwise, BooleanValue.Of(true)))
                : With((BranchKind.Arm, new TextValue(arm)), (BranchKind.When, new TextValue(Condition(readable)))))))));
    }

    /// <summary>Now and then one that cannot be evaluated, when the output that it compares is null.</summary>
    private string Condition(int[] readable)
    {
        string side = choices.Of("<", ">=");
        int bound = choices.Below(Execution.ValueBound);
        if (readable.Length == 0 || choices.Chance(40))
        {
            return $"vars.{Variable} {side} {bound}";
        }

        string output = $"nodes.{Key(choices.Pick(readable))}.outputs.{TaskKind.Value}";
        return choices.Chance(70) ? $"{output} != null and {output} {side} {bound}" : $"{output} {side} {bound}";
    }

    private static ObjectValue With(params ReadOnlySpan<(string Name, Value Value)> members)
    {
        var pairs = new List<KeyValuePair<string, Value>>(members.Length);
        foreach ((string name, Value value) in members)
        {
            pairs.Add(KeyValuePair.Create(name, value));
        }

        return new ObjectValue(pairs);
    }

    private static HashSet<int> Ancestors(int node, ILookup<int, int> parents)
    {
        var found = new HashSet<int>();
        var open = new Stack<int>(parents[node]);
        while (open.TryPop(out int parent))
        {
            if (found.Add(parent))
            {
                foreach (int above in parents[parent])
                {
                    open.Push(above);
                }
            }
        }

        return found;
    }
}
