using System.Diagnostics;
using System.Globalization;
using Maat.Simulation;
using Maat.Simulation.Guards;
using Maat.Simulation.Seeds;

const string Usage = """
    Runs schedules of the simulation; each seed is one schedule.
      --count N      how many schedules, of consecutive seeds (10000)
      --seed N       the first seed (1)
      --parallel N   how many at once (one for each core)
      --trace        tell what happens; best with --count 1
      --without G    take a guard away, and see it found out
    """;

var options = new Dictionary<string, string>();
for (int i = 0; i < args.Length; i++)
{
    bool isFlag = args[i] == "--trace";
    if (args[i] is not ("--count" or "--seed" or "--parallel" or "--trace" or "--without") || (!isFlag && i + 1 == args.Length))
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    options[args[i]] = isFlag ? "" : args[++i];
}

bool trace = options.ContainsKey("--trace");
ulong seed = ulong.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
long count = long.Parse(options.GetValueOrDefault("--count", trace ? "1" : "10000"), CultureInfo.InvariantCulture);
int parallel = int.Parse(options.GetValueOrDefault("--parallel", $"{Environment.ProcessorCount}"), CultureInfo.InvariantCulture);
Guard? removed = options.TryGetValue("--without", out string? guard) ? Enum.Parse<Guard>(guard, ignoreCase: true) : null;
return trace ? Tell() : Count();

int Tell()
{
    int failures = 0;
    for (long i = 0; i < count; i++)
    {
        ScheduleResult result = Schedule.Run(seed + (ulong)i, new Coverage(), removed, readable: true);
        foreach (string line in result.Trace)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"seed {result.Seed}: {result.Steps} steps, hash {result.Hash:x16}, {result.Violation?.ToString() ?? "all invariants held"}");
        failures += result.Violation is null ? 0 : 1;
    }

    return failures == 0 ? 0 : 1;
}

int Count()
{
    long done = 0;
    long tell = Math.Max(1, count / 20);
    var watch = Stopwatch.StartNew();
    TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
    SweepResult result = Sweep.Run(seed, count, parallel, removed, progress: () =>
    {
        long now = Interlocked.Increment(ref done);
        if (now % tell == 0)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now} of {count} schedules, {now / watch.Elapsed.TotalSeconds:0} a second"));
        }
    });
    TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime - before;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Schedules} schedules from seed {seed}, {result.Steps} steps, {watch.Elapsed.TotalSeconds:0.0} s, {processor.TotalMilliseconds / Math.Max(1, result.Schedules):0.00} ms of processor time each"));
    foreach (Happening happening in Enum.GetValues<Happening>())
    {
        Console.WriteLine($"  {happening,-24} {result.Coverage[happening],12}");
    }

    foreach (ScheduleResult failed in result.Failed)
    {
        Console.WriteLine($"seed {failed.Seed} failed: {failed.Violation}");
        Console.WriteLine($"  replay: dotnet run -c Release --project tests/Maat.Simulation -- --seed {failed.Seed} --trace{(removed is null ? "" : $" --without {removed}")}");
    }

    return result.Failed.Count == 0 ? 0 : 1;
}
