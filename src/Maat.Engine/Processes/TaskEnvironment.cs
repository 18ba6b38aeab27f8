namespace Maat.Engine.Processes;

/// <summary>
/// The environment of tasks: a few variables of the worker's own, by name, and what the task is given. Nothing else reaches a
/// script: not the worker's settings (its database password among them), and nothing that makes bash or the loader run other
/// code than the script.
/// </summary>
public sealed class TaskEnvironment
{
    /// <summary>What is taken over from the worker when nothing else is configured: where programs and the user's files are, language and zone.</summary>
    public static readonly IReadOnlyList<string> DefaultNames =
        ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_COLLATE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME", "TZ", "TMPDIR"];

    /// <summary>The search path of a worker that has none, as login(1) sets it.</summary>
    private const string FallbackPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Read by bash or by a shell it starts before or instead of the script's first line.</summary>
    private static readonly HashSet<string> Forbidden =
        ["BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "BASH_LOADABLES_PATH", "BASH_XTRACEFD", "BASH_COMPAT", "POSIXLY_CORRECT", "PROMPT_COMMAND", "PS4", "IFS", "CDPATH", "GLOBIGNORE", "GCONV_PATH", "LOCPATH"];

    /// <summary>The dynamic loader's variables, exported functions, and the settings of Maat and .NET.</summary>
    private static readonly string[] ForbiddenPrefixes = ["LD_", "BASH_FUNC_", "GLIBC_", "MALLOC_", "DOTNET_", "ASPNETCORE_", "COMPlus_", "CORECLR_"];

    private readonly Dictionary<string, string> _base = [];

    /// <param name="names">The worker's variables that tasks get.</param>
    /// <param name="read">Reads one of them; null when it is not set.</param>
    /// <exception cref="ArgumentException">A name can never be passed on; the message says why.</exception>
    public TaskEnvironment(IEnumerable<string> names, Func<string, string?> read)
    {
        _base["PATH"] = FallbackPath;
        foreach (var name in names)
        {
            if (ProblemOfPassing(name) is { } problem)
                throw new ArgumentException($"The variable '{name}' cannot be passed on from the worker to its tasks: {problem}", nameof(names));
            if (read(name) is { Length: > 0 } value)
                _base[name] = value;
        }
    }

    /// <summary>Why no task may get the worker's own variable of this name, or null.</summary>
    public static string? ProblemOfPassing(string name) =>
        Problem(name) ?? (name.StartsWith("MAAT", StringComparison.OrdinalIgnoreCase) ? "it may be one of the worker's settings." : null);

    /// <summary>Why no task may have a variable of this name, or null.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
            return "it is not a name.";
        if (Forbidden.Contains(name) || Array.Exists(ForbiddenPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            return "it changes what the shell or the program loader executes.";
        return null;
    }

    /// <summary>The whole environment of a task; where both have a variable, the given one counts.</summary>
    /// <exception cref="ArgumentException">A given name may not be set.</exception>
    public IReadOnlyDictionary<string, string> With(IEnumerable<KeyValuePair<string, string>> given)
    {
        var all = new Dictionary<string, string>(_base, StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            if (Problem(name) is { } problem)
                throw new ArgumentException($"The variable '{name}' cannot be given to a task: {problem}", nameof(given));
            all[name] = value;
        }

        return all;
    }
}
