using System.Globalization;
using System.Security.Claims;
using Maat.Domain.Schedules;
using Maat.Engine.Applications;
using Maat.Storage.Applications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

/// <summary>A schedule to be made.</summary>
/// <param name="Crontab">Five fields (minute, hour, day of month, month, day of week), six with the second before them, or a macro such as <c>@daily</c>.</param>
/// <param name="Zone">The time zone of the crontab, an IANA name; the project's when it is left out.</param>
/// <param name="Missed">What becomes of firings that nobody was there to start in time.</param>
/// <param name="Overlap">What becomes of a firing while the application has as many active runs as it may.</param>
internal sealed record NewSchedule(
    string Crontab,
    string? Zone = null,
    DateTime? StartsAt = null,
    DateTime? EndsAt = null,
    MissedFiringPolicy Missed = MissedFiringPolicy.RunLatest,
    OverlapPolicy Overlap = OverlapPolicy.Wait,
    bool Enabled = true);

/// <summary>What replaces a schedule as a whole. What was due before is settled by the old one.</summary>
/// <param name="Revision">The revision that you have seen: with another one nothing is changed.</param>
internal sealed record ChangedSchedule(
    int Revision,
    string Crontab,
    string? Zone = null,
    DateTime? StartsAt = null,
    DateTime? EndsAt = null,
    MissedFiringPolicy Missed = MissedFiringPolicy.RunLatest,
    OverlapPolicy Overlap = OverlapPolicy.Wait,
    bool Enabled = true);

/// <summary>A schedule.</summary>
/// <param name="Words">What the crontab says, in the language of the request.</param>
/// <param name="NextFirings">In the schedule's zone; none while it, or its application, is paused.</param>
internal sealed record ScheduleForm(
    long Id, long ApplicationId, string Crontab, string Words, string Zone, DateTime? StartsAt, DateTime? EndsAt, MissedFiringPolicy Missed,
    OverlapPolicy Overlap, bool Enabled, IReadOnlyList<DateTimeOffset> NextFirings, int Revision)
{
    public static ScheduleForm Of(ScheduleView view)
    {
        var row = view.Schedule;
        return new ScheduleForm(
            row.Id, row.ApplicationId, row.Crontab, view.Words, row.Zone, row.StartsAt, row.EndsAt, row.Missed, row.Overlap, row.Enabled,
            view.NextFirings, row.Revision);
    }
}

/// <summary>What became of a due instant, or of a span of them.</summary>
/// <param name="Until">The last instant of a span.</param>
/// <param name="Count">How many instants it stands for.</param>
internal sealed record FiringForm(DateTime DueAt, DateTime? Until, long Count, FiringFate Fate, long? RunId, string? Reason, DateTime DecidedAt)
{
    public static FiringForm Of(FiringRow row) => new(row.DueAt, row.Until, row.Count, row.Fate, row.RunId, row.Reason, row.DecidedAt);
}

/// <summary>What a schedule that is not kept yet would do.</summary>
/// <param name="Words">What the crontab says, in the language of the request.</param>
/// <param name="Zone">The zone in which it would fire.</param>
internal sealed record SchedulePreviewForm(string Words, string Zone, IReadOnlyList<DateTimeOffset> NextFirings);

internal static class Schedules
{
    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/applications/{application:long}/schedules").WithTags("Schedules");
        schedules.MapGet("/", ListAsync).WithSummary("Lists the schedules of an application with their next firings").MayBeMissing();
        schedules.MapPost("/", AddAsync).WithSummary("Adds a schedule").MayBeWrong().MayBeMissing();
        schedules.MapPost("/preview", PreviewAsync)
            .WithSummary("Says what a schedule means and when it would fire, and keeps nothing of it").MayBeWrong().MayBeMissing();
        schedules.MapGet("/{schedule:long}", GetAsync).WithSummary("Reads a schedule").MayBeMissing();
        schedules.MapPut("/{schedule:long}", UpdateAsync).WithSummary("Replaces a schedule").MayBeWrong().MayBeMissing().MayConflict();
        schedules.MapPost("/{schedule:long}/enable", (long application, long schedule, ClaimsPrincipal user, Scheduling scheduling, CancellationToken cancellation) =>
            SetEnabledAsync(application, schedule, true, user, scheduling, cancellation)).WithSummary("Lets a schedule fire again from now on").MayBeMissing();
        schedules.MapPost("/{schedule:long}/pause", (long application, long schedule, ClaimsPrincipal user, Scheduling scheduling, CancellationToken cancellation) =>
            SetEnabledAsync(application, schedule, false, user, scheduling, cancellation)).WithSummary("Pauses a schedule; its runs go on").MayBeMissing();
        schedules.MapDelete("/{schedule:long}", DeleteAsync).WithSummary("Takes a schedule away; its runs stay").MayBeMissing();
        schedules.MapGet("/{schedule:long}/firings", FiringsAsync)
            .WithSummary("Lists what became of the due instants of a schedule, the latest first").MayBeWrong().MayBeMissing();
    }

    private static async Task<Ok<IEnumerable<ScheduleForm>>> ListAsync(
        long application, ClaimsPrincipal user, ScheduleViews views, CancellationToken cancellation) =>
        TypedResults.Ok((await views.ListAsync(ApiActor.Of(user), application, CultureInfo.CurrentUICulture, cancellation)).Select(ScheduleForm.Of));

    private static async Task<Created<ScheduleForm>> AddAsync(
        long application, Body<NewSchedule> body, ClaimsPrincipal user, Scheduling scheduling, ScheduleViews views, CancellationToken cancellation)
    {
        var actor = ApiActor.Of(user);
        var given = body.Value;
        var definition = new ScheduleDefinition(given.Crontab, given.Zone, given.StartsAt, given.EndsAt, given.Missed, given.Overlap, given.Enabled);
        long id = await scheduling.AddAsync(actor, application, definition, cancellation);
        var view = await views.GetAsync(actor, application, id, CultureInfo.CurrentUICulture, cancellation);
        return TypedResults.Created($"{ApiSetup.Root}/applications/{application}/schedules/{id}", ScheduleForm.Of(view));
    }

    private static async Task<Ok<SchedulePreviewForm>> PreviewAsync(
        long application, Body<NewSchedule> body, ClaimsPrincipal user, ScheduleViews views, CancellationToken cancellation)
    {
        var given = body.Value;
        var definition = new ScheduleDefinition(given.Crontab, given.Zone, given.StartsAt, given.EndsAt, given.Missed, given.Overlap, given.Enabled);
        var preview = await views.PreviewAsync(ApiActor.Of(user), application, definition, CultureInfo.CurrentUICulture, cancellation);
        return TypedResults.Ok(new SchedulePreviewForm(preview.Words, preview.Zone, preview.NextFirings));
    }

    private static async Task<Ok<ScheduleForm>> GetAsync(
        long application, long schedule, ClaimsPrincipal user, ScheduleViews views, CancellationToken cancellation) =>
        TypedResults.Ok(ScheduleForm.Of(await views.GetAsync(ApiActor.Of(user), application, schedule, CultureInfo.CurrentUICulture, cancellation)));

    private static async Task<Ok<ScheduleForm>> UpdateAsync(
        long application, long schedule, Body<ChangedSchedule> body, ClaimsPrincipal user, Scheduling scheduling, ScheduleViews views,
        CancellationToken cancellation)
    {
        var given = body.Value;
        var definition = new ScheduleDefinition(given.Crontab, given.Zone, given.StartsAt, given.EndsAt, given.Missed, given.Overlap, given.Enabled);
        await scheduling.UpdateAsync(ApiActor.Of(user), application, schedule, given.Revision, definition, cancellation);
        return await GetAsync(application, schedule, user, views, cancellation);
    }

    private static async Task<NoContent> SetEnabledAsync(
        long application, long schedule, bool enabled, ClaimsPrincipal user, Scheduling scheduling, CancellationToken cancellation)
    {
        await scheduling.SetScheduleEnabledAsync(ApiActor.Of(user), application, schedule, enabled, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(
        long application, long schedule, ClaimsPrincipal user, Scheduling scheduling, CancellationToken cancellation)
    {
        await scheduling.DeleteAsync(ApiActor.Of(user), application, schedule, cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<PageForm<FiringForm>>> FiringsAsync(
        long application, long schedule, [AsParameters] PageQuery page, ClaimsPrincipal user, ScheduleViews views, CancellationToken cancellation) =>
        TypedResults.Ok(PageForm<FiringForm>.Of(
            await views.FiringsAsync(ApiActor.Of(user), application, schedule, page.Request, cancellation), FiringForm.Of));
}
