using Maat.Domain.Runs;
using Maat.Faults.Histories;
using Maat.Faults.Product;

namespace Maat.Soak.Fleets;

/// <summary>What runs while processes are killed: applications on two queues, fired by schedules and triggered by hand.</summary>
internal sealed class Workload
{
    private static readonly Dictionary<string, NodeState> AllSucceed = [];
    private static readonly Dictionary<string, int> OneAttemptEach = [];
    private static readonly Dictionary<int, string> NoValues = [];

    private readonly Dictionary<long, Expectation> expected = [];
    private readonly List<ExpectedSchedule> schedules = [];
    private readonly List<long> triggered = [];

    /// <summary>How the runs of each application must end.</summary>
    public IReadOnlyDictionary<long, Expectation> Expected => expected;

    public IReadOnlyList<ExpectedSchedule> Schedules => schedules;

    /// <summary>The applications that are to be triggered by hand.</summary>
    public IReadOnlyList<long> Triggered => triggered;

    /// <summary>Graphs of several shapes, one of which fails, and schedules of each policy.</summary>
    public static async Task<Workload> ApplyAsync(Fleet fleet)
    {
        var workload = new Workload();
        var scripts = new Scripts(fleet.Effects);
        ProductApi api = fleet.Web.Process.Api;
        await api.AddQueueAsync(Fleet.SecondQueue);

        var layers = new Layers(4, 3, (level, place) => [scripts.Work((level * 3) + place)], scripts.Finish, "Layers");
        Dictionary<int, string> values = layers.Values();
        workload.triggered.Add(await workload.AddAsync(api, layers.Graph, RunState.Succeeded, AllSucceed, OneAttemptEach, values));

        Graph detaching = new Graph("Detaching")
            .Add("flaky", $"{scripts.Work(1)}\n{scripts.Finish}\n(( MAAT_ATTEMPT > 2 ))").With("retries", Retries(2))
            .Add("detached", $"{scripts.Detach}\n{scripts.Finish}", "flaky").With("queue", Fleet.SecondQueue)
            .Add("after", $"{scripts.Work(2)}\n{scripts.Finish}", "detached");
        workload.triggered.Add(await workload.AddAsync(
            api, detaching, RunState.Succeeded, AllSucceed, new Dictionary<string, int> { ["flaky"] = 3 }, NoValues));

        Graph failing = new Graph("Failing")
            .Add("good", $"{scripts.Work(3)}\n{scripts.Finish}").With("queue", Fleet.SecondQueue)
            .Add("bad", $"{scripts.Work(4)}\n{scripts.Finish}\nexit 3", "good").With("retries", Retries(1))
            .Add("never", scripts.Finish, "bad")
            .Add("rescue", $"{scripts.Work(5)}\n{scripts.Finish}", "bad").With("trigger_rule", "all_failed");
        workload.triggered.Add(await workload.AddAsync(
            api, failing, RunState.Failed, new Dictionary<string, NodeState> { ["bad"] = NodeState.Failed, ["never"] = NodeState.UpstreamFailed },
            new Dictionary<string, int> { ["bad"] = 2 }, NoValues));

        var mixed = new Layers(3, 2, (level, place) => [scripts.Work(level + (place * 5))], scripts.Finish, "Mixed");
        mixed.Graph.With("queue", Fleet.SecondQueue);
        long scheduledLayers = await workload.AddAsync(api, mixed.Graph, RunState.Succeeded, AllSucceed, OneAttemptEach, mixed.Values());
        await workload.ScheduleAsync(api, scheduledLayers, "*/10 * * * * *", "run_latest");

        Graph tick = new Graph("Tick").Add("only", $"{scripts.Last(1)}\n{scripts.Finish}");
        await workload.ScheduleAsync(api, await workload.AddAsync(api, tick, RunState.Succeeded, AllSucceed, OneAttemptEach, NoValues), "* * * * * *", "run_all");
        Graph heavyTick = new Graph("Heavy tick").Add("only", $"{scripts.Last(2)}\n{scripts.Finish}").With("queue", Fleet.SecondQueue);
        await workload.ScheduleAsync(api, await workload.AddAsync(api, heavyTick, RunState.Succeeded, AllSucceed, OneAttemptEach, NoValues), "*/2 * * * * *", "skip");
        return workload;
    }

    /// <summary>One node every second on each queue, and one that goes on for long, which is triggered by hand.</summary>
    public static async Task<Workload> ApplyLongAsync(Fleet fleet, int tenths)
    {
        var workload = new Workload();
        var scripts = new Scripts(fleet.Effects);
        ProductApi api = fleet.Web.Process.Api;
        await api.AddQueueAsync(Fleet.SecondQueue);
        foreach (string queue in (string[])["default", Fleet.SecondQueue])
        {
            Graph tick = new Graph($"Tick {queue}").Add("only", $"{scripts.Last(1)}\n{scripts.Finish}").With("queue", queue);
            await workload.ScheduleAsync(api, await workload.AddAsync(api, tick, RunState.Succeeded, AllSucceed, OneAttemptEach, NoValues), "* * * * * *", "run_all");
            Graph lasting = new Graph($"Long {queue}").Add("only", $"{scripts.Last(tenths)}\n{scripts.Finish}").With("queue", queue);
            workload.triggered.Add(await workload.AddAsync(api, lasting, RunState.Succeeded, AllSucceed, OneAttemptEach, NoValues));
        }

        return workload;
    }

    public async Task PauseAsync(ProductApi api)
    {
        foreach (ExpectedSchedule schedule in schedules)
        {
            await api.PauseScheduleAsync(schedule.Application, schedule.Schedule);
        }
    }

    private static System.Text.Json.Nodes.JsonObject Retries(int count) => new() { ["count"] = count, ["delay"] = "500ms" };

    private async Task<long> AddAsync(
        ProductApi api, Graph graph, RunState end, Dictionary<string, NodeState> nodes, Dictionary<string, int> attempts, Dictionary<int, string> values)
    {
        long application = await api.ApplyAsync(graph.Document);
        expected.Add(application, new Expectation(graph.Keys, end, nodes, attempts, values));
        return application;
    }

    private async Task ScheduleAsync(ProductApi api, long application, string crontab, string missed) =>
        schedules.Add(new ExpectedSchedule(await api.ScheduleAsync(application, crontab, missed), application, crontab));
}
