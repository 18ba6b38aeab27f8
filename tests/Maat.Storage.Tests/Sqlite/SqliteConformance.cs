using Maat.Storage.Tests.Conformance;

namespace Maat.Storage.Tests.Sqlite;

public sealed class SqliteClaimTests() : ClaimTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteStepTests() : StepTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteAttemptTests() : AttemptTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteAdmissionTests() : AdmissionTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteDelayTests() : DelayTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteScheduleTests() : ScheduleTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteWorkerTests() : WorkerTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteEventTests() : EventTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteEditTests() : EditTests(SqliteTestDatabase.CreateAsync);

public sealed class SqliteNameTests() : NameTests(SqliteTestDatabase.CreateAsync);
