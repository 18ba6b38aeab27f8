namespace Maat.Domain.Schedules;

/// <summary>A crontab cannot be read, or could never fire. The wording says what is wrong, where, and what to write instead.</summary>
public sealed class CrontabException : FormatException
{
    internal CrontabException(Wording problem, int position) => (Wording, Position) = ($"{problem} (position {position})", position);

    public Wording Wording { get; }

    public override string Message => Wording.ToString();

    /// <summary>Where the problem begins, counted in characters of the given text from 1; one past its end when something is missing.</summary>
    public int Position { get; }
}
