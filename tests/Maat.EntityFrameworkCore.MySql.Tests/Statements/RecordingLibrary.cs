using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Maat.EntityFrameworkCore.MySql.Tests.Statements;

/// <summary>A library without a server: what would be sent is recorded and answered with nothing.</summary>
internal static class RecordingLibrary
{
    public static readonly ServerVersion MySql = new MySqlServerVersion(new Version(8, 0, 36));

    public static readonly ServerVersion MariaDb = new MariaDbServerVersion(new Version(10, 11, 6));

    public static Library Open(ServerVersion? version = null, DbCommandInterceptor? recorder = null)
    {
        DbContextOptionsBuilder<Library> options = new DbContextOptionsBuilder<Library>().UseMySql("Server=nowhere.invalid;Database=library", version ?? MySql);
        return new Library((recorder is null ? options : options.AddInterceptors(recorder, new NeverOpened())).Options);
    }

    /// <summary>The statements of something that changes rows, on one line each.</summary>
    public static string Record(Action<Library> action, ServerVersion? version = null)
    {
        var recorder = new Recorder();
        using Library library = Open(version, recorder);
        action(library);
        return string.Join("; ", recorder.Statements);
    }

    public static string OnOneLine(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class Recorder : DbCommandInterceptor
    {
        public List<string> Statements { get; } = [];

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Statements.Add(OnOneLine(command.CommandText));
            return InterceptionResult<int>.SuppressWithResult(1);
        }
    }

    private sealed class NeverOpened : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();
    }
}
