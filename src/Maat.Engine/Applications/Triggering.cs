using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Domain.Variables;
using Maat.Engine.Runs;
using Maat.Storage;
using Maat.Storage.Engine;
using Maat.Storage.Runs;

namespace Maat.Engine.Applications;

/// <summary>What a person or a program may say when it triggers an application.</summary>
/// <param name="Overrides">Values that replace the application's for this run.</param>
/// <param name="ScheduledAt">For what time it runs; null for now.</param>
/// <param name="IdempotencyKey">The same key for the same application makes no second run.</param>
/// <param name="Reason">Why, in the person's words: it is kept in the audit trail.</param>
public sealed record TriggerRequest(
    IReadOnlyDictionary<string, Value> Overrides, DateTime? ScheduledAt = null, string? IdempotencyKey = null, string? Reason = null)
{
    public const int MaxKeyLength = 128;

    /// <summary>A sentence or two.</summary>
    public const int MaxReasonLength = 500;

    /// <summary>As the application stands, for now.</summary>
    public static TriggerRequest Plain { get; } = new(new Dictionary<string, Value>());
}

/// <param name="Existed">Whether the idempotency key had made this run already.</param>
public sealed record TriggerResult(long RunId, bool Existed);

/// <summary>Starts an application by hand or by a program.</summary>
public sealed class Triggering(IMaatDatabase database, TemplateCache templates, RunLauncher launcher, TimeProvider time)
{
    /// <exception cref="RefusedException">The application is not there, the values do not fit, or the role does not allow it.</exception>
    public async Task<TriggerResult> TriggerAsync(Actor actor, long applicationId, TriggerRequest request, CancellationToken cancellation)
    {
        Launch launch = await database.ReadLaunchAsync(actor, applicationId, Right.Operate, cancellation).ConfigureAwait(false);
        if (request.IdempotencyKey is { } given && (given.Length is 0 or > TriggerRequest.MaxKeyLength || given.Trim() != given))
        {
            throw new InvalidInputException(
                $"An idempotency key has 1 to {TriggerRequest.MaxKeyLength} characters, and no spaces at its ends.",
                [new Problem(Severity.Error, "bad_idempotency_key", $"This key cannot be used.", new ProblemPlace("/idempotency_key"))]);
        }

        // Before the values are looked at: who repeats a request must learn of its run, whatever has changed since.
        if (request.IdempotencyKey is { } known
            && await database.TransactAsync(t => t.FindRunByKeyAsync(applicationId, known), cancellation).ConfigureAwait(false) is { } made)
        {
            return new TriggerResult(made, Existed: true);
        }

        if (request.Reason?.Length > TriggerRequest.MaxReasonLength)
        {
            throw new InvalidInputException(
                $"A reason has at most {TriggerRequest.MaxReasonLength} characters.",
                [new Problem(Severity.Error, "too_long", $"Shorten the reason.", new ProblemPlace("/reason"))]);
        }

        while (true)
        {
            CompiledTemplate template = await templates.GetAsync(launch.TemplateId, launch.Version, cancellation).ConfigureAwait(false);
            VariableValues values = RunLauncher.Resolve(launch, template, request.Overrides);
            if (values.Problems.Count > 0)
            {
                throw new InvalidInputException($"The values do not fit the template; no run was made.", values.Problems);
            }

            (Launch now, TriggerResult? result, LaunchedRun? launched) = await database.TransactAsync(
                t => TriggerAsync(t, actor, launch, template, values, request), cancellation).ConfigureAwait(false);
            if (launched is not null)
            {
                launcher.Tell(launched);
            }

            if (result is not null)
            {
                return result;
            }

            // The application took another version or other values in between.
            launch = now;
        }
    }

    /// <summary>Triggers many applications, each as it stands.</summary>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public Task<IReadOnlyList<BulkOutcome>> TriggerAsync(Actor actor, IReadOnlyCollection<long> applications, CancellationToken cancellation) =>
        Bulk.EachAsync(
            applications, async id => (await TriggerAsync(actor, id, TriggerRequest.Plain, cancellation).ConfigureAwait(false)).RunId);

    private async ValueTask<(Launch Launch, TriggerResult? Result, LaunchedRun? Launched)> TriggerAsync(
        IEngineTransaction transaction, Actor actor, Launch launch, CompiledTemplate template, VariableValues values, TriggerRequest request)
    {
        Launch current = await transaction.ReadLaunchAsync(launch.ApplicationId).ConfigureAwait(false)
            ?? throw new NotFoundException($"application {launch.ApplicationId}");
        if (current != launch)
        {
            return (current, null, null);
        }

        if (request.IdempotencyKey is { } key
            && await transaction.FindRunByKeyAsync(launch.ApplicationId, key).ConfigureAwait(false) is { } existing)
        {
            return (launch, new TriggerResult(existing, Existed: true), null);
        }

        DateTime now = time.GetUtcNow().UtcDateTime;
        var order = new RunOrder(RunKind.Manual, request.ScheduledAt ?? now, launch.ProjectZone, actor.Name);
        LaunchedRun run = await launcher.LaunchAsync(transaction, new RunToLaunch(launch, template, values, order), now).ConfigureAwait(false);
        if (request.IdempotencyKey is { } newKey)
        {
            await transaction.InsertRunKeyAsync(launch.ApplicationId, newKey, run.Id, now).ConfigureAwait(false);
        }

        await transaction.AuditAsync(now, actor.Name, "run.trigger", launch.ProjectId, $"run/{run.Id}", Detail(launch, request)).ConfigureAwait(false);
        return (launch, new TriggerResult(run.Id, Existed: false), run);
    }

    private static string Detail(Launch launch, TriggerRequest request) =>
        string.IsNullOrWhiteSpace(request.Reason) ? launch.ApplicationName : $"{launch.ApplicationName}: {request.Reason.Trim()}";
}
