using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Runs;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Kinds.Branch;
using Maat.Engine.Runs;
using Maat.Engine.Templates;
using Maat.Storage.Engine;
using Maat.Web.Live;

namespace Maat.Web.Tests.Live;

public sealed class RunPictureTests
{
    private static readonly CompiledTemplate Template = TemplateCompiler.Compile(LiveBench.Document, new NodeKindCatalog([new BashKind()]));
    private static readonly DateTime At = new(2026, 11, 20, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>What is known of node 0 in round 2, an event of it, and what is known then.</summary>
    public static TheoryData<NodeState, long, int, NodeState, long, NodeState, long> Orders() => new()
    {
        // Later in the same claim, and in the next one.
        { NodeState.Ready, 1, 2, NodeState.Running, 1, NodeState.Running, 1 },
        { NodeState.Running, 1, 2, NodeState.Failed, 1, NodeState.Failed, 1 },
        { NodeState.Retrying, 1, 2, NodeState.Ready, 2, NodeState.Ready, 2 },
        // Told before, or overtaken by another writer's event.
        { NodeState.Running, 1, 2, NodeState.Ready, 1, NodeState.Running, 1 },
        { NodeState.Succeeded, 1, 2, NodeState.Succeeded, 1, NodeState.Succeeded, 1 },
        { NodeState.Ready, 2, 2, NodeState.Retrying, 1, NodeState.Ready, 2 },
        // A round before: what the reset undid stays undone, what was claimed beside it is news.
        { NodeState.Waiting, 1, 1, NodeState.Failed, 1, NodeState.Waiting, 1 },
        { NodeState.Succeeded, 1, 1, NodeState.Failed, 1, NodeState.Succeeded, 1 },
        { NodeState.Ready, 1, 1, NodeState.Running, 2, NodeState.Running, 2 },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Event_InAnyOrder_IsTakenOnlyWhenItIsNews(
        NodeState known, long knownFence, int round, NodeState told, long fence, NodeState expected, long expectedFence)
    {
        RunPicture picture = Picture(known, knownFence);
        Assert.True(picture.Apply(Event(0, round, told, fence)));
        NodeStatusIs(picture, expected, expectedFence);
        Assert.Equal((known, knownFence) != (expected, expectedFence), picture.TakeChanges() is not null);
    }

    [Fact]
    public void Event_OfALaterRound_AsksForAReading() => Assert.False(Picture(NodeState.Failed, 1).Apply(Event(0, 3, NodeState.Ready, 2)));

    [Fact]
    public void Event_OfTheRun_AsksForAReading() => Assert.False(Picture(NodeState.Failed, 1).Apply(Event(null, 2, (NodeState)RunState.Paused, 0)));

    [Fact]
    public void Changes_OfOneNode_AreToldOnceByTheLatest()
    {
        RunPicture picture = Picture(NodeState.Ready, 1);
        picture.Apply(Event(0, 2, NodeState.Running, 1));
        picture.Apply(Event(0, 2, NodeState.Succeeded, 1));
        picture.Apply(Event(1, 2, NodeState.Ready, 1));

        RunChanged told = picture.TakeChanges()!;
        Assert.Equal([(0, "succeeded"), (1, "ready")], told.Nodes.Select(n => (n.Node, n.State)));
        Assert.Null(told.Run);
        Assert.Null(picture.TakeChanges());
    }

    [Fact]
    public void Numbers_OfChanges_HaveNoGapsAndStandInTheSnapshot()
    {
        RunPicture picture = Picture(NodeState.Ready, 1);
        Assert.Equal(0, picture.Snapshot().Sequence);
        for (int i = 1; i <= 3; i++)
        {
            picture.Apply(Event(0, 2, NodeState.Ready, 1 + i));
            Assert.Equal(i, picture.TakeChanges()!.Sequence);
            Assert.Null(picture.TakeChanges());
            Assert.Equal(i, picture.Snapshot().Sequence);
        }
    }

    [Fact]
    public void Snapshot_WithSomethingUntold_HasIt()
    {
        RunPicture picture = Picture(NodeState.Ready, 1);
        picture.Apply(Event(0, 2, NodeState.Running, 1));
        RunSnapshot snapshot = picture.Snapshot();
        Assert.Equal(("running", At), (snapshot.Nodes[0].State, snapshot.Nodes[0].StartedAt));
        Assert.Equal(1, picture.TakeChanges()!.Sequence);
    }

    [Fact]
    public void Reading_Again_TellsOnlyWhatDiffers()
    {
        RunPicture picture = Picture(NodeState.Failed, 1);
        picture.Replace(Run(RunState.Running, 3, new LiveNode(0, NodeState.Waiting, 2, 1, null, null, null)));
        RunChanged told = picture.TakeChanges()!;
        Assert.Equal([(0, "waiting", 2)], told.Nodes.Select(n => (n.Node, n.State, n.Attempt)));

        picture.Replace(Run(RunState.Paused, 3, new LiveNode(0, NodeState.Waiting, 2, 1, null, null, null)));
        told = picture.TakeChanges()!;
        Assert.Equal("paused", told.Run!.State);
        Assert.Empty(told.Nodes);
    }

    [Fact]
    public void Claim_FromStartToEnd_KeepsItsTimes()
    {
        RunPicture picture = Picture(NodeState.Ready, 1);
        picture.Apply(Event(0, 2, NodeState.Running, 1));
        picture.Apply(Event(0, 2, NodeState.Failed, 1, At.AddSeconds(5)));
        Assert.Equal((At, At.AddSeconds(5)), Times(picture));
        picture.Apply(Event(0, 2, NodeState.Ready, 2, At.AddSeconds(9)));
        Assert.Equal((null, null), Times(picture));
    }

    /// <summary>The event does not say which arms it chose.</summary>
    [Fact]
    public void Event_OfAFinishedBranch_AsksForAReading_Once()
    {
        TemplateDocument document = TemplateReader.Read(YamlSource.Read("""
            apiVersion: maat/v1
            kind: Template
            name: Branch
            nodes:
              - { key: choose, kind: branch, with: { arms: [ { arm: left, otherwise: true } ] } }
              - { key: left, kind: bash, with: { script: "true" } }
            edges: [ { from: choose, to: left, arm: left } ]
            """)).Document!;
        var picture = new RunPicture(TemplateCompiler.Compile(document, new NodeKindCatalog([new BashKind(), new BranchKind()])), TimeProvider.System);
        LiveRun Read(LiveNode branch) => new(RunState.Running, 2, false, At, null, [branch, LiveNode.Waiting(1)]);
        picture.Replace(Read(new LiveNode(0, NodeState.Running, 1, 1, null, At, null)));
        Assert.False(picture.Apply(Event(0, 2, NodeState.Succeeded, 1)));
        picture.Replace(Read(new LiveNode(0, NodeState.Succeeded, 1, 1, null, At, At, """["left"]""")));
        Assert.Equal(["left"], picture.TakeChanges()!.Nodes[0].Choice!);
        Assert.True(picture.Apply(Event(0, 2, NodeState.Succeeded, 1)));
    }

    [Fact]
    public void Snapshot_OfATemplate_NamesNodesInTheirOrder()
    {
        RunSnapshot snapshot = Picture(NodeState.Ready, 1).Snapshot();
        Assert.Equal(["First", "left", "right", "Last"], snapshot.Names.Select(n => n.Name));
        Assert.Equal([0, 1, 2, 3], snapshot.Order);
    }

    private static (DateTime?, DateTime?) Times(RunPicture picture) => (picture.Snapshot().Nodes[0].StartedAt, picture.Snapshot().Nodes[0].EndedAt);

    private static void NodeStatusIs(RunPicture picture, NodeState state, long fence)
    {
        NodeStatus node = picture.Snapshot().Nodes[0];
        Assert.Equal((Names<NodeState>.Of(state), fence), (node.State, node.Fence));
    }

    /// <summary>In round 2, with node 0 as given.</summary>
    private static RunPicture Picture(NodeState state, long fence)
    {
        var picture = new RunPicture(Template, TimeProvider.System);
        picture.Replace(Run(RunState.Running, 2, new LiveNode(0, state, 1, fence, null, null, null)));
        return picture;
    }

    private static LiveRun Run(RunState state, int round, LiveNode first) =>
        new(state, round, false, At, null, [first, .. Enumerable.Range(1, 3).Select(LiveNode.Waiting)]);

    private static StoredEvent Event(int? ordinal, int round, NodeState state, long fence, DateTime? at = null) =>
        new(1, 1, 7, ordinal, round, fence, 1, (byte)state, null, at ?? At);
}
