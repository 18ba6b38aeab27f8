using Maat.Storage.Tests.Conformance;

namespace Maat.Storage.Tests.MySql;

public sealed class MySqlClaimTests() : ClaimTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlStepTests() : StepTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlAttemptTests() : AttemptTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlAdmissionTests() : AdmissionTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlDelayTests() : DelayTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlScheduleTests() : ScheduleTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlWorkerTests() : WorkerTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlEventTests() : EventTests(MySqlTestDatabase.CreateBehindProxyAsync);

public sealed class MySqlEditTests() : EditTests(MySqlTestDatabase.CreateAsync);

public sealed class MySqlNameTests() : NameTests(MySqlTestDatabase.CreateAsync);
