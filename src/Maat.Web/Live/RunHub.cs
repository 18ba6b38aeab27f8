using System.Globalization;
using System.Runtime.CompilerServices;
using Maat.Domain.Projects;
using Maat.Engine;
using Maat.Engine.Runs;
using Maat.Web.Api;
using Maat.Web.Shell;
using Maat.Web.SignIn;
using Microsoft.AspNetCore.SignalR;

namespace Maat.Web.Live;

/// <summary>
/// What the run page's script talks to. Every method asks the table of rights by itself: a connection that was let in once may name any
/// run. What is refused is refused in the words of the use case, and nothing else leaves as an error.
/// </summary>
internal sealed class RunHub(RunWatching watching, LiveRuns runs, LogTail logs, HubConnections connections) : Hub
{
    public const string Path = "/hubs/run";

    /// <summary>A page follows one log; while it goes from one to the next there are two.</summary>
    private const int MaxLogsPerConnection = 4;

    private const string LogsKey = "logs";

    /// <summary>Joins the run's group and then returns the whole picture; from then on changes come as <c>changed</c>, numbered one by one.</summary>
    /// <exception cref="HubException">The run does not exist for whoever asks.</exception>
    public async Task<RunSnapshot> Watch(string runId)
    {
        try
        {
            return await watching.WatchAsync(await ActorAsync(), IdOf(runId), Context.ConnectionId, Context.ConnectionAborted);
        }
        catch (RefusedException refused)
        {
            throw new HubException(refused.Wording.Localized());
        }
    }

    /// <summary>How the run's nodes hang together; asked for once by a page.</summary>
    /// <exception cref="HubException">The run does not exist for whoever asks.</exception>
    public async Task<RunGraph> Graph(string runId)
    {
        try
        {
            return RunGraph.Of((await runs.FindAsync(await ActorAsync(), IdOf(runId), Context.ConnectionAborted)).Template);
        }
        catch (RefusedException refused)
        {
            throw new HubException(refused.Wording.Localized());
        }
    }

    /// <summary>A node's log as it comes, until nothing more will; see <see cref="LogTail.FollowAsync"/>.</summary>
    /// <param name="fence">Which claim; null for the latest, or the first that comes.</param>
    /// <param name="offset">From which byte; null for the last part of what is there.</param>
    /// <exception cref="HubException">The log does not exist for whoever asks, or the connection follows too many.</exception>
    public async IAsyncEnumerable<LogPart> Log(
        string runId, string node, long? fence, long? offset, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Enter();
        try
        {
            await using IAsyncEnumerator<LogPart> parts = logs
                .FollowAsync(await ActorAsync(), IdOf(runId), node, fence, offset, cancellation)
                .GetAsyncEnumerator(cancellation);
            while (await NextAsync(parts))
            {
                yield return parts.Current;
            }
        }
        finally
        {
            Exit();
        }
    }

    public override Task OnConnectedAsync()
    {
        if (Context.User?.Identity is ActorIdentity identity)
            connections.Add(Context.ConnectionId, identity, Context.Abort);
        else
            Context.Abort();
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        watching.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private async ValueTask<Actor> ActorAsync()
    {
        try
        {
            return await ApiActor.NowAsync(Context.User!, Context.ConnectionAborted);
        }
        catch (RefusedException refused)
        {
            throw new HubException(refused.Wording.Localized());
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<LogPart> parts)
    {
        try
        {
            return await parts.MoveNextAsync();
        }
        catch (RefusedException refused)
        {
            throw new HubException(refused.Wording.Localized());
        }
    }

    private static long IdOf(string runId) =>
        long.TryParse(runId, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : throw new HubException(Wording.Of($"There is no such run.").Localized());

    private void Enter()
    {
        lock (Context.Items)
        {
            int open = Context.Items.TryGetValue(LogsKey, out object? count) ? (int)count! : 0;
            if (open >= MaxLogsPerConnection)
            {
                throw new HubException(Wording.Of($"One connection follows at most {MaxLogsPerConnection} logs. Stop one of them first.").Localized());
            }

            Context.Items[LogsKey] = open + 1;
        }
    }

    private void Exit()
    {
        lock (Context.Items)
        {
            Context.Items[LogsKey] = (int)Context.Items[LogsKey]! - 1;
        }
    }
}
