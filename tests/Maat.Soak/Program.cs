using Maat.Soak;
using Maat.Soak.Kills;
using Maat.Soak.Recovery;

if (Arguments.Read(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return arguments.Command == Arguments.Recovery
    ? await new RecoveryCommand(arguments, TimeProvider.System).RunAsync(stop.Token)
    : await new KillsCommand(arguments, TimeProvider.System).RunAsync(stop.Token);
