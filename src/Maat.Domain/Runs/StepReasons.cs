namespace Maat.Domain.Runs;

/// <summary>
/// Why a step ended a node, as it is stored: in English, which pages recognise and say in the reader's language. Said once and not for each of
/// the thousands of nodes that a step may end.
/// </summary>
internal static class StepReasons
{
    public static readonly string OtherArm = Said($"A branch chose other arms.");
    public static readonly string Rule = Said($"Its trigger rule did not hold.");
    public static readonly string Upstream = Said($"A node before it failed.");
    public static readonly string RunCancelled = Said($"The run was cancelled.");

    public static string CancelledBy(string actor) => Said($"Cancelled by {actor}.");

    public static string MarkedBy(string actor) => Said($"Marked by {actor}.");

    public static string LostTooOften(int losses, int limit, string last) => Said($"Its worker was lost {losses} times; the limit is {limit}. {last}");

    private static string Said(Wording reason) => reason.ToString();
}
