namespace Maat.Domain.Schedules;

/// <summary>A crontab cannot be read, or could never fire. The message says what is wrong, where, and what to write instead.</summary>
public sealed class CrontabException : FormatException
{
    internal CrontabException(string message, int position)
        : base($"{message} (position {position})") => Position = position;

    /// <summary>Where the problem begins, counted in characters of the given text from 1; one past its end when something is missing.</summary>
    public int Position { get; }
}
