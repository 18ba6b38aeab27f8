using System.Security.Claims;
using System.Text.Json.Serialization;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Runs;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>One node of one run.</summary>
/// <param name="Attempt">Grows when an attempt failed and the next begins, or with a new round; never when a worker died.</param>
/// <param name="Losses">How often a worker died under it in this round.</param>
/// <param name="Fence">Grows each time that it may be claimed again.</param>
/// <param name="Choice">The arms that a finished branch chose.</param>
/// <param name="DueAt">When its next attempt may begin.</param>
/// <param name="Outputs">What later nodes read; in lists it is left out, for it may be large.</param>
internal sealed record NodeRunForm(
    string Key, string? Name, string Kind, NodeState State, int Attempt, int Losses, long Fence, string? Reason, IReadOnlyList<string>? Choice,
    DateTime ChangedAt, DateTime? DueAt, DateTime? StartedAt, DateTime? EndedAt, int? ExitCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Value? Outputs = null)
{
    public static NodeRunForm Of(NodeRunView node) => new(
        node.Key, node.Name, node.Kind, node.State, node.Attempt, node.Losses, node.Fence, node.Reason, node.Choice, node.ChangedAt, node.DueAt,
        node.StartedAt, node.EndedAt, node.ExitCode);
}

/// <summary>An expression in the parameters of a node, and what it is in the node's run.</summary>
/// <param name="Source">As it is written, without the <c>${{ }}</c> around it.</param>
/// <param name="Value">JSON, its beginning only when it is long; null when there is none.</param>
/// <param name="Length">Characters of the whole value.</param>
/// <param name="Problem">Why it cannot be evaluated; null when it can, or when a node that it reads has not ended yet.</param>
internal sealed record ExpressionForm(string Source, string? Value, int Length, string? Problem)
{
    public static ExpressionForm Of(ExpressionView view) => new(view.Source, view.Value, view.Length, view.Problem?.Localized());
}

internal static class NodeRuns
{
    public static void MapNodeRuns(this IEndpointRouteBuilder api)
    {
        var nodes = api.MapGroup("/runs/{run:long}/nodes").WithTags("Runs");
        nodes.MapGet("/", ListAsync).WithSummary("Lists the nodes of a run, in the order of the template").MayBeWrong().MayBeMissing();
        nodes.MapGet("/{node}", GetAsync).WithSummary("Reads a node of a run with its outputs").MayBeMissing();
        nodes.MapGet("/{node}/attempts", AttemptsAsync)
            .WithSummary("Lists the attempts of a node, the latest first")
            .WithDescription("An attempt that was lost with its worker, or handed back, is there again under a higher fence. `outcome` is null while it runs.")
            .MayBeWrong().MayBeMissing();
        nodes.MapGet("/{node}/expressions", ExpressionsAsync)
            .WithSummary("Tells what the expressions in a node's parameters are in this run")
            .WithDescription("`value` is JSON, cut when it is long; `length` is that of the whole. Without a value, `problem` says why; without both, a node whose output it reads has not ended yet.")
            .MayBeMissing();
    }

    private static async Task<Ok<PageForm<NodeRunForm>>> ListAsync(
        long run, [AsParameters] PageQuery page, ClaimsPrincipal user, NodeRunViews nodes, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<NodeRunForm>.Of(await nodes.ListAsync(ApiActor.Of(user), run, page.Request, cancellation), NodeRunForm.Of));

    private static async Task<Ok<NodeRunForm>> GetAsync(long run, string node, ClaimsPrincipal user, NodeRunViews nodes, CancellationToken cancellation)
    {
        var detail = await nodes.GetAsync(ApiActor.Of(user), run, node, cancellation);
        return TypedResults.Ok(NodeRunForm.Of(detail.Node) with { Outputs = detail.Outputs });
    }

    private static async Task<Ok<PageForm<AttemptView>>> AttemptsAsync(
        long run, string node, [AsParameters] PageQuery page, ClaimsPrincipal user, NodeRunViews nodes, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<AttemptView>.Of(await nodes.AttemptsAsync(ApiActor.Of(user), run, node, page.Request, cancellation), a => a));

    private static async Task<Ok<IReadOnlyList<ExpressionForm>>> ExpressionsAsync(
        long run, string node, ClaimsPrincipal user, NodeExpressions expressions, CancellationToken cancellation) =>
        TypedResults.Ok<IReadOnlyList<ExpressionForm>>([.. (await expressions.ListAsync(ApiActor.Of(user), run, node, cancellation)).Select(ExpressionForm.Of)]);
}
