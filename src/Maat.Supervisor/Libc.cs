using System.Runtime.InteropServices;

namespace Maat.Supervisor;

/// <summary>
/// The system calls of Linux that .NET does not offer. Constants are those of the generic ABI, which x86-64 and arm64 share;
/// structures are laid out for 64-bit glibc and musl.
/// </summary>
internal static unsafe partial class Libc
{
    internal const int SigHup = 1, SigInt = 2, SigQuit = 3, SigKill = 9, SigPipe = 13, SigTerm = 15, SigCont = 18;
    internal const int ENOENT = 2, ESRCH = 3, EINTR = 4, ECHILD = 10, EAGAIN = 11, ENOMEM = 12, EEXIST = 17, ENFILE = 23, EMFILE = 24;
    internal const int OpenReadOnly = 0, OpenWriteOnly = 1, OpenNonBlocking = 0x800, OpenCloseOnExec = 0x80000;
    internal const int GetFlags = 3, SetFlags = 4;
    internal const short PollIn = 1, PollOut = 4, PollError = 8, PollHangUp = 16;
    internal const int ClockBootTime = 7;
    internal const uint FionRead = 0x541B;

    private const int WaitAll = 0, WaitExited = 4, WaitNoReap = 0x01000000;
    private const int SetChildSubreaper = 36;
    private const int TimerAbsolute = 1;
    private const int CloseRange = 436, CloseRangeSetCloseOnExec = 4;
    private static readonly nint Ignore = 1;

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Time
    {
        internal long Seconds;
        internal long Nanoseconds;

        internal static Time FromNanoseconds(long nanoseconds) =>
            new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };

        internal readonly long ToNanoseconds() => (Seconds * 1_000_000_000) + Nanoseconds;
    }

    /// <summary><c>struct rusage</c>: the two times in seconds and microseconds, the peak resident size in KiB, and what is not read here (musl reserves room behind it).</summary>
    [StructLayout(LayoutKind.Sequential, Size = 272)]
    internal struct Usage
    {
        internal long UserSeconds, UserMicroseconds, SystemSeconds, SystemMicroseconds, MaxResidentKiB;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Limit
    {
        internal ulong Soft, Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimerSpec
    {
        internal Time Interval, Value;
    }

    /// <summary>The number of the last failed call on this thread, <c>errno</c>.</summary>
    internal static int Error => Marshal.GetLastPInvokeError();

    /// <summary>Nanoseconds of the clock that starts at boot and goes on while the machine sleeps; the same for all processes.</summary>
    internal static long BootTimeNow()
    {
        Time now;
        return clock_gettime(ClockBootTime, &now) == 0 ? now.ToNanoseconds() : throw Failure("clock_gettime");
    }

    internal static IOException Failure(string call) => new($"{call} failed: {Marshal.GetPInvokeErrorMessage(Error)}", Error);

    internal static void IgnoreSignal(int signal) => Libc.signal(signal, Ignore);

    internal static void BecomeSubreaper()
    {
        if (prctl(SetChildSubreaper, 1, 0, 0, 0) != 0)
            throw Failure("prctl(PR_SET_CHILD_SUBREAPER)");
    }

    /// <summary>Marks every descriptor above standard error so that no task inherits it. Best effort: kernels before 5.11 lack the call, and .NET marks its own.</summary>
    internal static void CloseOnExecAboveStandardError() => syscall(CloseRange, 3, uint.MaxValue, CloseRangeSetCloseOnExec);

    internal static void DisableCoreDumps()
    {
        Limit limit;
        if (getrlimit(RlimitCore, &limit) == 0)
        {
            limit.Soft = 0;
            setrlimit(RlimitCore, &limit);
        }
    }

    internal const int RlimitCore = 4, RlimitOpenFiles = 7, RlimitAddressSpace = 9, RlimitCpu = 0;

    /// <summary>The most that this process, and so any task that it starts, may set the limit to; <see cref="ulong.MaxValue"/> when there is none.</summary>
    internal static ulong HardLimit(int resource)
    {
        Limit limit;
        return getrlimit(resource, &limit) == 0 ? limit.Hard : ulong.MaxValue;
    }

    /// <summary>Waits until some child has ended, and leaves it unreaped, so that its number cannot be given to another process meanwhile.</summary>
    /// <returns>Its process id, or 0 when this process has no child.</returns>
    internal static int WaitForEndedChild()
    {
        // siginfo_t: the pid stands behind three ints, aligned to eight bytes.
        var information = stackalloc int[32];
        while (waitid(WaitAll, 0, information, WaitExited | WaitNoReap) != 0)
        {
            if (Error == ECHILD)
                return 0;
            if (Error != EINTR)
                throw Failure("waitid");
        }

        return information[4];
    }

    internal static int Reap(int pid, out Usage usage)
    {
        int status;
        fixed (Usage* pointer = &usage)
        {
            while (wait4(pid, &status, 0, pointer) < 0)
            {
                if (Error != EINTR)
                    throw Failure("wait4");
            }
        }

        return status;
    }

    internal static void SetTimer(int timer, long absoluteNanoseconds)
    {
        var spec = new TimerSpec { Value = Time.FromNanoseconds(absoluteNanoseconds) };
        if (timerfd_settime(timer, TimerAbsolute, &spec, null) != 0)
            throw Failure("timerfd_settime");
    }

    /// <summary>Reads what is there. Returns 0 at the end, -1 when nothing is there on a descriptor that does not block.</summary>
    internal static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            while (true)
            {
                var count = read(descriptor, pointer, (nuint)buffer.Length);
                if (count >= 0)
                    return (int)count;
                if (Error == EAGAIN)
                    return -1;
                if (Error != EINTR)
                    throw Failure("read");
            }
        }
    }

    /// <summary>Waits for any of the descriptors, without limit of time.</summary>
    internal static void Poll(Span<PollEntry> entries)
    {
        fixed (PollEntry* pointer = entries)
        {
            while (poll(pointer, (nuint)entries.Length, -1) < 0)
            {
                if (Error != EINTR)
                    throw Failure("poll");
            }
        }
    }

    internal static void SetNonBlocking(int descriptor)
    {
        var flags = fcntl(descriptor, GetFlags, 0);
        if (flags < 0 || fcntl(descriptor, SetFlags, flags | OpenNonBlocking) < 0)
            throw Failure("fcntl(O_NONBLOCK)");
    }

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int setsid();

    [LibraryImport("libc")]
    internal static partial int getsid(int pid);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint pread(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int chmod(string path, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int unlink(string path);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rmdir(string path);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int timerfd_create(int clock, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int descriptor, nuint request, int* value);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial nint signal(int signal, nint handler);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nuint first, nuint second, nuint third);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, Limit* limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, Limit* limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitid(int idType, int id, int* information, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int wait4(int pid, int* status, int options, Usage* usage);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int clock_gettime(int clock, Time* time);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int timerfd_settime(int timer, int flags, TimerSpec* value, TimerSpec* old);
}
