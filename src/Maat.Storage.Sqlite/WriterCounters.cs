namespace Maat.Storage.Sqlite;

/// <summary>What the writer has done since it began: its own statements, without those of people's edits, and its commits.</summary>
public readonly record struct WriterStatistics(long Statements, long Commits);

/// <summary>Written by the writer's thread alone.</summary>
internal sealed class WriterCounters
{
    public long Statements;

    public long Commits;
}
