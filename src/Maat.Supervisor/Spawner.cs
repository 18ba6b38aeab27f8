using System.Runtime.InteropServices;
using System.Text;

namespace Maat.Supervisor;

/// <summary>
/// Starts a program by <c>posix_spawn</c>, which costs the same however large this process is: in a session of its own (so in a
/// process group of its own), with every signal at its default and none blocked, standard input empty, standard output and error
/// on one description of the output pipe (so that their order is kept), and nothing else inherited.
/// </summary>
internal sealed unsafe partial class Spawner
{
    private const short SetSession = 0x80, SetSignalMask = 0x08, SetSignalDefaults = 0x04;

    /// <summary>Room for the opaque structures of libc: the largest, <c>posix_spawnattr_t</c>, has 336 bytes in glibc and musl.</summary>
    private const int OpaqueSize = 512;

    /// <summary>Seconds between the signal that a script can handle (SIGXCPU) and the kill when its CPU time is spent.</summary>
    private const ulong CpuGraceSeconds = 5;

    private readonly byte* _attributes = (byte*)NativeMemory.AllocZeroed(OpaqueSize);
    private readonly byte* _devNull = CString("/dev/null");
    private readonly byte* _shell = CString("/bin/sh");
    private readonly byte* _dashC = CString("-c");
    private byte** _pointers = (byte**)NativeMemory.Alloc(256, (nuint)sizeof(byte*));
    private int _pointerRoom = 256;

    internal Spawner()
    {
        var signals = stackalloc byte[128];
        _ = posix_spawnattr_init(_attributes);
        _ = posix_spawnattr_setflags(_attributes, SetSession | SetSignalMask | SetSignalDefaults);
        _ = sigemptyset(signals);
        _ = posix_spawnattr_setsigmask(_attributes, signals);
        _ = sigfillset(signals);
        _ = posix_spawnattr_setsigdefault(_attributes, signals);
    }

    /// <summary>Starts the program that a start frame describes, read behind its task number. The frame's memory must be pinned.</summary>
    /// <returns>The process id, or 0 with the reason and errno.</returns>
    internal int Start(ref FrameReader frame, out StartFailure failure, out int error)
    {
        var limits = LimitScript((ulong)frame.Int64(), (ulong)frame.Int64(), (ulong)frame.Int64());
        var argumentCount = frame.Int32();
        var variableCount = frame.Int32();
        var pipePath = Pointer(frame.Text());
        var directory = Pointer(frame.Text());

        // Limits are set by a shell that then becomes the program: one more exec, only for tasks that have any.
        var prefix = limits is null ? 0 : 4;
        EnsurePointers(prefix + argumentCount + variableCount + 2);
        var arguments = _pointers;
        for (var i = 0; i < argumentCount; i++)
            arguments[prefix + i] = Pointer(frame.Text());
        arguments[prefix + argumentCount] = null;
        var environment = arguments + prefix + argumentCount + 1;
        for (var i = 0; i < variableCount; i++)
            environment[i] = Pointer(frame.Text());
        environment[variableCount] = null;

        var pipe = OpenPipe(pipePath);
        if (pipe < 0)
        {
            (failure, error) = (StartFailure.OutputPipe, Libc.Error);
            return 0;
        }

        try
        {
            fixed (byte* script = limits)
            {
                if (limits is not null)
                {
                    arguments[0] = _shell;
                    arguments[1] = _dashC;
                    arguments[2] = script;
                    arguments[3] = arguments[prefix];
                }

                failure = StartFailure.Spawn;
                return Spawn(arguments[0], arguments, environment, directory, pipe, out error);
            }
        }
        finally
        {
            _ = Libc.close(pipe);
        }
    }

    private int Spawn(byte* program, byte** arguments, byte** environment, byte* directory, int pipe, out int error)
    {
        var actions = stackalloc byte[OpaqueSize];
        _ = posix_spawn_file_actions_init(actions);
        try
        {
            _ = posix_spawn_file_actions_addopen(actions, 0, _devNull, Libc.OpenReadOnly, 0);
            _ = posix_spawn_file_actions_adddup2(actions, pipe, 1);
            _ = posix_spawn_file_actions_adddup2(actions, pipe, 2);
            _ = posix_spawn_file_actions_addchdir_np(actions, directory);
            int pid;
            error = posix_spawn(&pid, program, actions, _attributes, arguments, environment);
            return error == 0 ? pid : 0;
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
        }
    }

    /// <summary>
    /// Opens without waiting for a reader, which fails when the worker has given up on the task; then makes the description
    /// block again, because the task inherits it.
    /// </summary>
    private static int OpenPipe(byte* path)
    {
        var pipe = Libc.open(path, Libc.OpenWriteOnly | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
        if (pipe >= 0)
            _ = Libc.fcntl(pipe, Libc.SetFlags, 0);
        return pipe;
    }

    /// <summary>A limit is the most that a task may use; where the hard limit of this process is lower, it is satisfied.</summary>
    private static byte[]? LimitScript(ulong memoryBytes, ulong cpuSeconds, ulong openFiles)
    {
        if ((memoryBytes | cpuSeconds | openFiles) == 0)
            return null;
        var script = new StringBuilder();
        if (memoryBytes > 0)
            script.Append($"ulimit -v {Math.Max(1, Math.Min(memoryBytes, Libc.HardLimit(Libc.RlimitAddressSpace)) / 1024)} && ");
        if (openFiles > 0)
            script.Append($"ulimit -n {Math.Min(openFiles, Libc.HardLimit(Libc.RlimitOpenFiles))} && ");
        if (cpuSeconds > 0)
        {
            var hard = Libc.HardLimit(Libc.RlimitCpu);
            script.Append($"ulimit -S -t {Math.Min(cpuSeconds, hard)} && ulimit -H -t {Math.Min(cpuSeconds + CpuGraceSeconds, hard)} && ");
        }

        // The fourth argument stands for $0 and is the program; the rest are the program and its arguments.
        script.Append("exec \"$@\"\0");
        return Encoding.UTF8.GetBytes(script.ToString());
    }

    private static byte* Pointer(ReadOnlySpan<byte> pinned)
    {
        fixed (byte* pointer = pinned)
            return pointer;
    }

    private static byte* CString(string text) => (byte*)Marshal.StringToCoTaskMemUTF8(text);

    private void EnsurePointers(int count)
    {
        if (count <= _pointerRoom)
            return;
        _pointers = (byte**)NativeMemory.Realloc(_pointers, (nuint)count * (nuint)sizeof(byte*));
        _pointerRoom = count;
    }

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int sigemptyset(byte* signals);

    [LibraryImport("libc")]
    private static partial int sigfillset(byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int descriptor, int target);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);
}
