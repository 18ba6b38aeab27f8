using Maat.Engine.People;
using Maat.Web.Composition;
using Maat.Web.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Maat.Web.SignIn;

/// <summary>
/// Tells the person who started Maat where to open it and how to get in. To the console itself, past the log: what it says lets in, and logs
/// are kept and shipped.
/// </summary>
internal sealed class StartUpNotice(
    IServer server, IOptions<MaatOptions> options, DataDirectory directory, FirstToken token, SignInCodes codes, SigningIn people, TimeProvider time, TextWriter console)
    : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var address = ListenAddresses.ToOpen(bound ?? ListenAddresses.Of(options.Value)[0]);
        console.WriteLine($"Maat listens on {address}");
        var (first, code) = await DatabasePatience.AskAsync(
            async () => (await people.AsFirstAdministratorAsync(cancellationToken), await codes.IssueAsync(cancellationToken)), time, cancellationToken);
        var who = first is null ? "makes the first administrator" : $"signs in as {first.Name}";
        console.WriteLine($"Open {address}/sign-in?code={code} ({who}, once, within {SignInCodes.Lifetime.TotalMinutes:0} minutes)");
        if (token.Fresh is { } fresh)
            console.WriteLine($"The token for programs, shown this once and written to {directory.TokenFile}: {fresh}");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
