using System.Security.Claims;
using Maat.Engine.Registry;
using Maat.Storage.Processes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A process of the installation.</summary>
/// <param name="Name">Machine and process.</param>
/// <param name="State">`ended` signed off, `lost` fell silent.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Queues">What its scheduler and its worker serve; empty for every queue.</param>
/// <param name="Slots">How many nodes its worker runs at once; null when it has none.</param>
/// <param name="Running">How many it runs now.</param>
internal sealed record ProcessForm(
    long Id, string Name, ProcessState State, IReadOnlyList<string> Roles, IReadOnlyList<string> Queues, int? Slots, int Running, string Version,
    DateTime StartedAt, DateTime? EndedAt)
{
    public static ProcessForm Of(ProcessView view) => new(
        view.Process.Id, view.Process.Name, view.Process.State, view.Roles, view.Queues, view.Slots, view.Running, view.Process.Version,
        view.Process.StartedAt, view.Process.EndedAt);
}

internal static class Processes
{
    public static void MapProcesses(this IEndpointRouteBuilder api) => api.MapGet("/processes", ListAsync)
        .WithTags("Queues")
        .WithSummary("Lists the processes that live or ended in the last day, the latest started first; for administrators")
        .MayBeWrong();

    private static async Task<Ok<PageForm<ProcessForm>>> ListAsync(
        [AsParameters] PageQuery page, ClaimsPrincipal user, ProcessViews processes, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<ProcessForm>.Of(await processes.ListAsync(ApiActor.Of(user), page.Request, cancellation), ProcessForm.Of));
}
