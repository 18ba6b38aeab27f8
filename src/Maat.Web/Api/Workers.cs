using System.Security.Claims;
using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Engine.Workers;
using Maat.Storage.Queues;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A worker process.</summary>
/// <param name="Name">Machine and process.</param>
/// <param name="Slots">How many nodes it runs at once.</param>
/// <param name="Running">How many it runs now.</param>
/// <param name="Queues">What it serves; empty for every queue.</param>
internal sealed record WorkerForm(
    long Id, string Name, WorkerState State, int Slots, int Running, IReadOnlyList<string> Queues, DateTime StartedAt, DateTime? EndedAt)
{
    public static WorkerForm Of(WorkerView view) => new(
        view.Worker.Id, view.Worker.Name, view.Worker.State, view.Worker.Slots, view.Running,
        JsonSerializer.Deserialize<string[]>(view.Worker.Queues) ?? [], view.Worker.StartedAt, view.Worker.EndedAt);
}

internal static class Workers
{
    public static void MapWorkers(this IEndpointRouteBuilder api) => api.MapGet("/workers", ListAsync)
        .WithTags("Queues")
        .WithSummary("Lists worker processes, the latest started first; for administrators")
        .WithDescription($"`state` narrows the list to one of {string.Join(", ", Names<WorkerState>.All)}.")
        .MayBeWrong();

    private static async Task<Ok<PageForm<WorkerForm>>> ListAsync(
        string? state, [AsParameters] PageQuery page, ClaimsPrincipal user, WorkerViews workers, CancellationToken cancellation)
    {
        var wanted = QueryChoice.Of<WorkerState>(state, nameof(state));
        return TypedResults.Ok(PageForm<WorkerForm>.Of(await workers.ListAsync(ApiActor.Of(user), wanted, page.Request, cancellation), WorkerForm.Of));
    }
}
