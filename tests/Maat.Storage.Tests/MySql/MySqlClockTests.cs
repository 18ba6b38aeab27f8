using Maat.Storage.MySql;
using MySqlConnector;

namespace Maat.Storage.Tests.MySql;

public sealed class MySqlClockTests
{
    private static readonly DateTimeOffset s_there = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Clock_BeforeTheFirstReading_IsTheProcessesOwn()
    {
        var local = new HandClock();
        Assert.Equal(local.GetUtcNow(), new DatabaseClock(local).GetUtcNow());
    }

    [Fact]
    public void Clock_AfterAReading_IsTheDatabasesAndGoesOnByTheMonotonicClock()
    {
        var local = new HandClock();
        var clock = new DatabaseClock(local);
        Read(clock, local, s_there, TimeSpan.FromMilliseconds(20));
        Assert.Equal(s_there.AddMilliseconds(10), clock.GetUtcNow());

        local.Passed += TimeSpan.FromSeconds(3);
        local.Offset += TimeSpan.FromHours(1);

        Assert.Equal(s_there.AddMilliseconds(3_010), clock.GetUtcNow());
    }

    [Fact]
    public void Clock_SlowReading_ChangesNothing()
    {
        var local = new HandClock();
        var clock = new DatabaseClock(local);
        Read(clock, local, s_there, TimeSpan.Zero);
        Read(clock, local, s_there.AddDays(1), DatabaseClock.SlowestReading + TimeSpan.FromMilliseconds(1));

        Assert.Equal(2030, clock.GetUtcNow().Year);
        Assert.Equal(1, clock.GetUtcNow().Day);
    }

    [Fact]
    public void WantsReading_AgainAndAgain_OncePerInterval()
    {
        var local = new HandClock();
        var clock = new DatabaseClock(local);

        Assert.True(clock.WantsReading());
        Assert.False(clock.WantsReading());
        local.Passed += DatabaseClock.ReadEvery;
        Assert.True(clock.WantsReading());
        Assert.False(clock.WantsReading());
    }

    /// <summary>The server's zone is five hours off, its clock runs as this machine's does.</summary>
    [Fact]
    public async Task Transaction_OnAServerInAnotherZone_SetsTheClockToUtc()
    {
        string name = await MySqlServer.RentAsync();
        int port = await MySqlServer.PortAsync();
        var local = new HandClock();
        var clock = new DatabaseClock(local);
        string inAnotherZone = new MySqlConnectionStringBuilder(MySqlServer.ConnectionString(name, port)).ConnectionString;
        await MySqlServer.RunAsync(inAnotherZone, "SET GLOBAL time_zone = '+05:00'");
        try
        {
            await using MySqlDatabase database = MySqlDatabase.Open(inAnotherZone, "test", clock, new Random(1));
            await database.TransactAsync(t => t.ReadQueuesAsync(), TestContext.Current.CancellationToken);

            Assert.InRange(clock.GetUtcNow() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(2));
        }
        finally
        {
            await MySqlServer.RunAsync(inAnotherZone, "SET GLOBAL time_zone = 'SYSTEM'");
            await MySqlServer.ReturnAsync(name);
        }
    }

    private static void Read(DatabaseClock clock, HandClock local, DateTimeOffset time, TimeSpan took)
    {
        long sent = local.GetTimestamp();
        local.Passed += took;
        clock.Set(Microseconds.From(time.UtcDateTime), sent, local.GetTimestamp());
    }

    /// <summary>Years away from every real clock, and moved by hand.</summary>
    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        /// <summary>How far somebody has set the wall clock.</summary>
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) + Passed + Offset;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
