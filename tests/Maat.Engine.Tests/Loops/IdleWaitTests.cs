using Maat.Engine.Loops;

namespace Maat.Engine.Tests.Loops;

public sealed class IdleWaitTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(150);

    [Fact]
    public void Next_NothingFound_DoublesUpToTheBound()
    {
        var idle = new IdleWait(s_longest);

        double[] waits = [.. Enumerable.Range(0, 5).Select(_ => idle.Next().TotalMilliseconds)];

        Assert.Equal([25, 50, 100, 150, 150], waits);
    }

    [Fact]
    public void Next_AfterSomethingWasFound_IsShortAgain()
    {
        var idle = new IdleWait(s_longest);
        TimeSpan first = idle.Next();
        idle.Next();

        idle.Found();

        Assert.Equal(first, idle.Next());
    }
}
