using Microsoft.AspNetCore.SignalR;

namespace Maat.Web.Live;

public static class LiveSetup
{
    /// <summary>What browsers send are names and numbers.</summary>
    private const int MaxReceiveBytes = 4 * 1024;

    /// <summary>The connection of a browser that reads nothing for so long is closed; what waits for it is dropped.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR().AddHubOptions<RunHub>(options => options.MaximumReceiveMessageSize = MaxReceiveBytes);
        builder.Services.AddSingleton<IRunAudience, RunGroups>();
        builder.Services.AddSingleton<RunWatching>();
        builder.Services.AddSingleton<LogTail>();
        builder.Services.AddSingleton<HubConnections>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HubConnections>());
    }

    public static void MapLive(this WebApplication app) =>
        app.MapHub<RunHub>(RunHub.Path, options =>
        {
            options.TransportSendTimeout = SendTimeout;
            // Somebody whose sign-in is over must not go on watching by a connection that was opened before.
            options.CloseOnAuthenticationExpiration = true;
        });

    /// <summary>A group of connections for each run that is watched.</summary>
    private sealed class RunGroups(IHubContext<RunHub> hub) : IRunAudience
    {
        private const string Changed = "changed";

        public Task JoinAsync(string connection, long runId, CancellationToken cancellation) =>
            hub.Groups.AddToGroupAsync(connection, GroupOf(runId), cancellation);

        public Task TellAsync(long runId, RunChanged changes) => hub.Clients.Group(GroupOf(runId)).SendAsync(Changed, changes);

        private static string GroupOf(long runId) => $"run/{runId}";
    }
}
