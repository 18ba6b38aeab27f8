namespace Maat.Domain.Rendering;

/// <summary>What bounds a text with references, and what it becomes.</summary>
public static class TemplateLimits
{
    /// <summary>UTF-16 units of a text or script. What is larger is a resource, not a parameter.</summary>
    public const int MaxTextLength = 256 * 1024;

    /// <summary>References in one text: more than a person writes, few enough that all of them can be evaluated in a fraction of a second.</summary>
    public const int MaxReferences = 1000;

    /// <summary>UTF-16 units that a text becomes: as much as one node may put out.</summary>
    public const int MaxRenderedLength = 4 * 1024 * 1024;

    /// <summary>How deep bash constructs nest in a script; the lexer's use of the stack follows it.</summary>
    public const int MaxScriptDepth = 64;

    /// <summary>
    /// A value of so many bytes (UTF-8) or more does not enter a task's environment. Linux takes 128 KiB for one variable with its name
    /// (<c>MAX_ARG_STRLEN</c>); half of it is still far more than a command line can use.
    /// </summary>
    public const int MaxEnvironmentValueBytes = 64 * 1024;

    /// <summary>
    /// Bytes that names and values take in a task's environment, all in all. Linux takes a quarter of the stack's limit, commonly 2 MiB, for
    /// the environment and arguments together; the rest is left to what the script itself exports and starts.
    /// </summary>
    public const int MaxEnvironmentBytes = 512 * 1024;
}
