using System.Buffers.Text;

namespace Maat.Supervisor;

/// <summary>
/// Finds processes that a task started and that outlived it outside its process group. They become children of this process
/// (their subreaper), listed by the kernel beside the tasks. Those in the task's session (jobs of a script under <c>set -m</c>)
/// are killed with it. One that made itself a session of its own is let be until everything is killed.
/// On a kernel without <c>CONFIG_PROC_CHILDREN</c> nothing is found, and only process groups are killed.
/// </summary>
internal sealed unsafe class Leftovers(Func<int, bool> isTask)
{
    /// <summary>The list of the main thread's children: it starts all tasks, and orphans go to the first living thread.</summary>
    private readonly int _list = Libc.open($"/proc/self/task/{Environment.ProcessId}/children", Libc.OpenReadOnly | Libc.OpenCloseOnExec, 0);
    private readonly HashSet<int> _endedSessions = [];
    private readonly List<int> _found = [];
    private byte[] _text = new byte[4096];

    /// <summary>A new task has this number: a session that had it before is gone.</summary>
    internal void Forget(int session)
    {
        if (_endedSessions.Count > 0)
            _endedSessions.Remove(session);
    }

    /// <summary>Kills what is left of the session of a task that just ended (0: none), and of those before it whose processes end one after the other.</summary>
    internal void KillSession(int ended)
    {
        if (ended == 0 && _endedSessions.Count == 0)
            return;
        Find();
        if (_found.Count == 0)
        {
            _endedSessions.Clear();
            return;
        }

        if (ended != 0)
            _endedSessions.Add(ended);
        foreach (var pid in _found)
        {
            if (_endedSessions.Contains(Libc.getsid(pid)))
                _ = Libc.kill(pid, Libc.SigKill);
        }
    }

    /// <summary>Kills every child that is not a task. What those started becomes a child in turn, before they can be reaped.</summary>
    /// <returns>Whether there was any.</returns>
    internal bool KillAll()
    {
        Find();
        foreach (var pid in _found)
            _ = Libc.kill(pid, Libc.SigKill);
        return _found.Count > 0;
    }

    private void Find()
    {
        _found.Clear();
        var rest = ReadList();
        while (Utf8Parser.TryParse(rest, out int pid, out var length))
        {
            if (!isTask(pid))
                _found.Add(pid);
            rest = rest[length..].TrimStart((byte)' ');
        }
    }

    private ReadOnlySpan<byte> ReadList()
    {
        var length = 0;
        while (_list >= 0)
        {
            fixed (byte* pointer = &_text[length])
            {
                var count = Libc.pread(_list, pointer, (nuint)(_text.Length - length), length);
                if (count <= 0)
                    break;
                length += (int)count;
            }

            // A list that ends within the buffer was read whole; only a full buffer asks for another call.
            if (length < _text.Length)
                break;
            Array.Resize(ref _text, _text.Length * 2);
        }

        return _text.AsSpan(0, length);
    }
}
