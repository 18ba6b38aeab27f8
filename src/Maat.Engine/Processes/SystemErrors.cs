using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Maat.Engine.Processes;

/// <summary>
/// What the operating system says when it refuses something, in the words of the GNU C library (strerror), which people search for; said as
/// wordings, because they stand within sentences of ours that are read in other languages.
/// </summary>
public static partial class SystemErrors
{
    /// <param name="error">A number of Linux (errno(3)).</param>
    public static Wording Of(int error) => error switch
    {
        1 => $"Operation not permitted",
        2 => $"No such file or directory",
        5 => $"Input/output error",
        7 => $"Argument list too long",
        8 => $"Exec format error",
        11 => $"Resource temporarily unavailable",
        12 => $"Cannot allocate memory",
        13 => $"Permission denied",
        17 => $"File exists",
        20 => $"Not a directory",
        21 => $"Is a directory",
        23 => $"Too many open files in system",
        24 => $"Too many open files",
        27 => $"File too large",
        28 => $"No space left on device",
        30 => $"Read-only file system",
        36 => $"File name too long",
        40 => $"Too many levels of symbolic links",
        122 => $"Disk quota exceeded",
        _ => Wording.Verbatim(Marshal.GetPInvokeErrorMessage(error)),
    };

    /// <summary>What .NET threw. On Linux an <see cref="IOException"/> keeps the system's number, and its message quotes the path.</summary>
    public static Wording Of(Exception exception)
    {
        string path = Named().Match(exception.Message).Groups[1].Value;
        return exception switch
        {
            UnauthorizedAccessException when path.Length > 0 => $"Access to the path '{path}' is denied.",
            IOException { HResult: > 0 } when path.Length > 0 => $"{Of(exception.HResult)} (at {path})",
            IOException { HResult: > 0 } => Of(exception.HResult),
            _ => Wording.Verbatim(exception.Message),
        };
    }

    [GeneratedRegex("'(.+)'")]
    private static partial Regex Named();
}
