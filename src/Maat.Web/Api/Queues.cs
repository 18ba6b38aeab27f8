using System.Security.Claims;
using Maat.Engine.Queues;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A queue to be made.</summary>
/// <param name="MaxRunning">How many of its nodes may run at once; no limit when it is left out.</param>
/// <param name="Paused">Nothing of a paused queue is started.</param>
internal sealed record NewQueue(string Name, int? MaxRunning = null, bool Paused = false);

/// <summary>What replaces the settings of a queue as a whole.</summary>
/// <param name="Revision">The revision that you have seen: with another one nothing is changed.</param>
/// <param name="MaxRunning">How many of its nodes may run at once; null for no limit.</param>
/// <param name="Paused">Nothing of a paused queue is started; what runs goes on.</param>
internal sealed record ChangedQueue(int Revision, int? MaxRunning, bool Paused);

/// <summary>A queue.</summary>
/// <param name="Running">How many of its nodes run now.</param>
/// <param name="Waiting">How many could start if a slot were free, counted up to 10,000.</param>
/// <param name="Workers">How many workers serve it: without one nothing of it starts.</param>
/// <param name="Schedulers">How many schedulers serve it: without one no schedule of its applications fires.</param>
internal sealed record QueueForm(string Name, int? MaxRunning, bool Paused, int Running, int Waiting, int Workers, int Schedulers, int Revision)
{
    public static QueueForm Of(QueueView view) => new(
        view.Queue.Name, view.Queue.MaxRunning, view.Queue.Paused, view.Running, view.Waiting, view.Workers, view.Schedulers, view.Queue.Revision);
}

internal static class Queues
{
    public static void MapQueues(this IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues").WithTags("Queues");
        queues.MapGet("/", ListAsync).WithSummary("Lists the queues, by name").MayBeWrong();
        queues.MapPost("/", CreateAsync).WithSummary("Makes a queue; for administrators").MayBeWrong().MayConflict();
        queues.MapGet("/{queue}", GetAsync).WithSummary("Reads a queue").MayBeMissing();
        queues.MapPut("/{queue}", UpdateAsync).WithSummary("Limits or pauses a queue; for administrators").MayBeWrong().MayBeMissing().MayConflict();
    }

    private static async Task<Ok<PageForm<QueueForm>>> ListAsync([AsParameters] PageQuery page, QueueEditing queues, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<QueueForm>.Of(await queues.ListAsync(page.Request, cancellation), QueueForm.Of));

    private static async Task<Created<QueueForm>> CreateAsync(
        Body<NewQueue> body, ClaimsPrincipal user, QueueEditing queues, CancellationToken cancellation)
    {
        var given = body.Value;
        await queues.CreateAsync(ApiActor.Of(user), given.Name, new QueueSettings(given.MaxRunning, given.Paused), cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/queues/{given.Name}", QueueForm.Of(await queues.GetAsync(given.Name, cancellation)));
    }

    private static async Task<Ok<QueueForm>> GetAsync(string queue, QueueEditing queues, CancellationToken cancellation) =>
        TypedResults.Ok(QueueForm.Of(await queues.GetAsync(queue, cancellation)));

    private static async Task<Ok<QueueForm>> UpdateAsync(
        string queue, Body<ChangedQueue> body, ClaimsPrincipal user, QueueEditing queues, CancellationToken cancellation)
    {
        var given = body.Value;
        await queues.UpdateAsync(ApiActor.Of(user), queue, given.Revision, new QueueSettings(given.MaxRunning, given.Paused), cancellation);
        return await GetAsync(queue, queues, cancellation);
    }
}
