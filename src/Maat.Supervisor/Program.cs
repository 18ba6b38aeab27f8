using Maat.Supervisor;

if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("Maat's supervisor runs tasks by means of Linux (sessions, subreaper, /proc); start workers on Linux.");
    return 1;
}

// Ctrl-C and a hang-up in the worker's terminal are the worker's affair; this process ends when the worker does.
_ = Libc.setsid();
foreach (var signal in (ReadOnlySpan<int>)[Libc.SigHup, Libc.SigInt, Libc.SigQuit, Libc.SigTerm, Libc.SigPipe])
    Libc.IgnoreSignal(signal);
Libc.BecomeSubreaper();
Libc.CloseOnExecAboveStandardError();
Libc.DisableCoreDumps();
new ServeLoop().Run();
return 0;
