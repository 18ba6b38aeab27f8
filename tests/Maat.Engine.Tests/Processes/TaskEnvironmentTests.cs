using Maat.Engine.Processes;

namespace Maat.Engine.Tests.Processes;

public sealed class TaskEnvironmentTests
{
    private static readonly Dictionary<string, string> Worker = new()
    {
        ["PATH"] = "/bin",
        ["HOME"] = "/home/w",
        ["LANG"] = "",
        ["Maat__Database"] = "secret",
        ["BASH_ENV"] = "/evil",
        ["LD_PRELOAD"] = "/evil.so",
        ["HTTP_PROXY"] = "p",
    };

    [Fact]
    public void With_Given_AddsToTheAllowedNamesOfTheWorker()
    {
        var environment = new TaskEnvironment(TaskEnvironment.DefaultNames, Worker.GetValueOrDefault).With([new("MAAT_RUN_ID", "7"), new("HOME", "/task")]);

        Assert.Equal(
            new Dictionary<string, string> { ["PATH"] = "/bin", ["HOME"] = "/task", ["MAAT_RUN_ID"] = "7" },
            environment);
    }

    [Fact]
    public void With_WorkerWithoutPath_HasTheUsualOne()
    {
        var environment = new TaskEnvironment(["PATH"], _ => null).With([]);

        Assert.EndsWith(":/usr/bin:/sbin:/bin", environment["PATH"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BASH_ENV")]
    [InlineData("ENV")]
    [InlineData("LD_PRELOAD")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("BASH_FUNC_ls%%")]
    [InlineData("SHELLOPTS")]
    [InlineData("")]
    [InlineData("A=B")]
    public void New_NameThatRunsOtherCode_IsRefusedFromBothSides(string name)
    {
        Assert.Throws<ArgumentException>(() => new TaskEnvironment([name], Worker.GetValueOrDefault));
        Assert.Throws<ArgumentException>(() => new TaskEnvironment([], Worker.GetValueOrDefault).With([new(name, "x")]));
    }

    [Theory]
    [InlineData("Maat__Database")]
    [InlineData("MAAT_TOKEN")]
    public void New_SettingOfTheWorker_IsNotPassedOn(string name) =>
        Assert.Throws<ArgumentException>(() => new TaskEnvironment([name], Worker.GetValueOrDefault));
}
