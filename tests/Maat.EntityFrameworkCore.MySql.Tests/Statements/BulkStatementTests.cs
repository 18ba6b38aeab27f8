using Microsoft.EntityFrameworkCore;

namespace Maat.EntityFrameworkCore.MySql.Tests.Statements;

/// <summary>What ExecuteUpdate and ExecuteDelete look like, without a server.</summary>
public sealed class BulkStatementTests
{
    [Fact]
    public void Delete_Plain_NamesItsTableByAlias() => Assert.Equal(
        "DELETE `t` FROM `track` AS `t` WHERE `t`.`Plays` = 0",
        RecordingLibrary.Record(l => l.Tracks.Where(t => t.Plays == 0).ExecuteDelete()));

    [Fact]
    public void Delete_OrderedAndLimited_HasNoAlias() => Assert.Equal(
        "DELETE FROM `track` WHERE `Plays` = 0 ORDER BY `Number` LIMIT @p",
        RecordingLibrary.Record(l => l.Tracks.Where(t => t.Plays == 0).OrderBy(t => t.Number).Take(3).ExecuteDelete()));

    [Fact]
    public void Update_ColumnReadByAnother_IsAssignedAfterIt() => Assert.Equal(
        "UPDATE `track` AS `t` SET `t`.`Skips` = `t`.`Plays`, `t`.`Plays` = `t`.`Plays` + 1",
        RecordingLibrary.Record(l => l.Tracks.ExecuteUpdate(set => set.SetProperty(t => t.Plays, t => t.Plays + 1).SetProperty(t => t.Skips, t => t.Plays))));

    [Fact]
    public void Update_ColumnsReadFromEachOther_IsRefused() => Assert.Contains(
        "'Plays', 'Skips'",
        Assert.Throws<NotSupportedException>(() => RecordingLibrary.Record(
            l => l.Tracks.ExecuteUpdate(set => set.SetProperty(t => t.Plays, t => t.Skips).SetProperty(t => t.Skips, t => t.Plays)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Delete_ReadingItsOwnTable_IsRefused() => Assert.Contains(
        "ExecuteDelete on 'track' reads the same table",
        Assert.Throws<NotSupportedException>(() => RecordingLibrary.Record(
            l => l.Tracks.Where(t => t.Plays == l.Tracks.Max(x => x.Plays)).ExecuteDelete())).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Update_ReadingItsOwnTable_IsRefused() => Assert.Contains(
        "ExecuteUpdate on 'track' reads the same table",
        Assert.Throws<NotSupportedException>(() => RecordingLibrary.Record(
            l => l.Tracks.ExecuteUpdate(set => set.SetProperty(t => t.Plays, t => l.Tracks.Max(x => x.Plays))))).Message,
        StringComparison.Ordinal);
}
