using System.Data.Common;

namespace Maat.EntityFrameworkCore.MySql.Retrying;

/// <summary>The connection was lost while committing: whether the transaction is there must be read back.</summary>
public sealed class MySqlAmbiguousCommitException(Exception inner) : DbException(
    "The connection was lost before the server said whether it had committed. Read back whether it had; "
    + "ExecuteInTransaction with a verifySucceeded does so by itself and goes on accordingly.",
    inner);
