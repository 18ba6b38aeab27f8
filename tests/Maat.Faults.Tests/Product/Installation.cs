using System.Collections.Concurrent;
using Maat.Domain.Runs;
using Maat.Faults.Tests.Processes;

namespace Maat.Faults.Tests.Product;

/// <summary>
/// A data directory on which the product is started again and again, and beside it what scripts and tests tell each other: the file of
/// effects, and gates at which scripts wait.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maat-faults-").FullName;
    private readonly string mark = Guid.NewGuid().ToString("N");
    private readonly List<ProductProcess> started = [];
    private readonly ConcurrentQueue<string> said = [];
    private readonly string[] settings;

    /// <param name="settings">As <c>Worker:Slots=8</c>.</param>
    public Installation(params string[] settings)
    {
        this.settings =
        [
            "--Maat:Worker:Environment:0=PATH", $"--Maat:Worker:Environment:1={ProcessTable.MarkName}", "--Maat:Log:FrameworkLevel=Error",
            .. settings.Select(setting => $"--Maat:{setting}"),
        ];
        Effects = new Effects(Path.Combine(folder, "effects"));
        Database = new ProductDatabase(Path.Combine(Data, "maat.db"));
    }

    public Effects Effects { get; }

    public ProductDatabase Database { get; }

    /// <summary>The living processes of its scripts.</summary>
    public List<TaskProcess> Tasks => ProcessTable.Tasks(mark);

    private string Data => Path.Combine(folder, "data");

    public async Task<ProductProcess> StartAsync()
    {
        ProductProcess product = await ProductProcess.StartAsync(Data, settings, mark, said);
        started.Add(product);
        return product;
    }

    /// <summary>A line of bash that waits until the gate is open.</summary>
    public string WaitAt(string gate) => $"until [ -e '{Gate(gate)}' ]; do sleep 0.02; done";

    public void Open(string gate) => File.WriteAllText(Gate(gate), "");

    /// <summary>Waits until nothing that belongs to the installation is alive: no product, no supervisor, nothing of a script.</summary>
    public Task NothingLivesAsync() => Eventually.HoldsAsync(() => ProcessTable.Marked(mark).Count == 0, "nothing is left of the product and its scripts");

    /// <summary>Waits for the end of a run, which must be a success.</summary>
    public async Task SucceedsAsync(long run)
    {
        await Eventually.HoldsAsync(() => Database.StateOf(run).IsTerminal(), $"run {run} ends");
        Assert.Equal(RunState.Succeeded, Database.StateOf(run));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ProductProcess product in started)
        {
            // A process counts as dead in the table while threads of it may still write into the folder.
            product.End();
            await product.ExitAsync();
            product.Dispose();
        }

        await Eventually.HoldsAsync(KillTheRest, "nothing is left of the product and its scripts");
        foreach (string line in said)
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        Directory.Delete(folder, recursive: true);
    }

    private bool KillTheRest()
    {
        List<int> left = ProcessTable.Marked(mark);
        left.ForEach(process => ProcessTable.Send(process, Signal.Kill));
        return left.Count == 0;
    }

    private string Gate(string name) => Path.Combine(folder, $"gate-{name}");
}
