namespace Maat.Web.Settings;

/// <summary>Settings with which Maat does not start. Each problem names its key; the message is for the person who starts it.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems)
    : Exception($"Maat did not start. Mend these settings (appsettings.sample.json explains each):{string.Concat(problems.Select(p => $"\n  {p}"))}")
{
    /// <summary>sysexits.h, EX_CONFIG: a supervisor need not try again.</summary>
    public const int ExitCode = 78;

    public IReadOnlyList<string> Problems { get; } = problems;
}
