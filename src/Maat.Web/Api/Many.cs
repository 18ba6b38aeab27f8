using Maat.Engine;
using Maat.Web.Shell;

namespace Maat.Web.Api;

/// <summary>What is acted on at once.</summary>
/// <param name="Ids">At most 500.</param>
internal sealed record ManyIds(IReadOnlyList<long> Ids);

/// <summary>What became of one of many.</summary>
/// <param name="Refused">Why it was left as it was; null when it was done.</param>
/// <param name="RunId">The run that was made, where one was.</param>
internal sealed record ManyForm(long Id, bool Done, string? Refused, long? RunId)
{
    public static IReadOnlyList<ManyForm> Of(IReadOnlyList<BulkOutcome> outcomes) =>
        [.. outcomes.Select(outcome => new ManyForm(outcome.Id, outcome.Refusal is null, outcome.Refusal is { } refusal ? Told(refusal) : null, outcome.Made))];

    /// <summary>With the first thing that is wrong: what was refused for many things is mended one by one.</summary>
    private static string Told(RefusedException refusal) =>
        refusal is InvalidInputException { Problems: [var first, ..] } ? $"{refusal.Wording.Localized()} {first.Wording.Localized()}" : refusal.Wording.Localized();
}
