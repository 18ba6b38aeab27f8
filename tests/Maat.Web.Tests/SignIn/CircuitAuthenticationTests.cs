using System.Security.Claims;
using Maat.Domain.Projects;
using Maat.Web.SignIn;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maat.Web.Tests.SignIn;

public sealed class CircuitAuthenticationTests
{
    private readonly ManualClock clock = new();
    private readonly StandInIdentity person = new(Actor.Administrator("ada"));

    [Fact]
    public async Task Page_OfAPersonWhoMayNoLongerBeHere_IsNobodysWithinTheBound()
    {
        using var circuit = Open();
        Task<AuthenticationState> ended = Changed(circuit);
        clock.Advance(CircuitAuthentication.Interval);
        await Eventually.HoldsAsync(() => person.Asked == 1, "somebody looked");
        Assert.Equal("ada", (await circuit.GetAuthenticationStateAsync()).User.Identity?.Name);

        person.Now = null;
        clock.Advance(CircuitAuthentication.Interval);
        Assert.False((await ended.WaitAsync(TestContext.Current.CancellationToken)).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task Page_WhileTheDatabaseDoesNotAnswer_StaysItsPersons()
    {
        using var circuit = Open();
        Task<AuthenticationState> ended = Changed(circuit);
        person.Failing = true;
        clock.Advance(CircuitAuthentication.Interval);
        await Eventually.HoldsAsync(() => person.Asked == 1, "somebody looked");
        clock.Advance(CircuitAuthentication.Interval);
        await Eventually.HoldsAsync(() => person.Asked == 2, "somebody looked again");
        Assert.False(ended.IsCompleted);

        (person.Failing, person.Now) = (false, null);
        clock.Advance(CircuitAuthentication.Interval);
        Assert.False((await ended.WaitAsync(TestContext.Current.CancellationToken)).User.Identity?.IsAuthenticated);
    }

    [Fact]
    public void Bound_IsWellBelowTheMinuteInWhichADisabledPersonsPageMustBeDead() => Assert.True(CircuitAuthentication.Interval <= TimeSpan.FromSeconds(30));

    private CircuitAuthentication Open()
    {
        var circuit = new CircuitAuthentication(clock, NullLogger<CircuitAuthentication>.Instance);
        circuit.SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(person.Identity))));
        return circuit;
    }

    private static Task<AuthenticationState> Changed(CircuitAuthentication circuit)
    {
        var changed = new TaskCompletionSource<AuthenticationState>(TaskCreationOptions.RunContinuationsAsynchronously);
        circuit.AuthenticationStateChanged += async state => changed.TrySetResult(await state);
        return changed.Task;
    }
}
