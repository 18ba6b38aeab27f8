using Maat.Faults.Product;

namespace Maat.Faults.Histories;

/// <summary>
/// What must hold for the file of effects alone, at any time: the order of its lines is the order in which things happened, so no clock is
/// needed. Each rule returns what violates it.
/// </summary>
public static class EffectRules
{
    public static IEnumerable<string> Violations(IReadOnlyList<Effect> effects) =>
        [.. ClaimsStartOnce(effects), .. NothingOutlivesItsClaim(effects), .. KeysFollowAttempts(effects)];

    /// <summary>A script begins once, and ends once at most, for each claim: (node run, attempt, fence).</summary>
    public static IEnumerable<string> ClaimsStartOnce(IEnumerable<Effect> effects) =>
        from effect in effects
        where effect.Kind != EffectKind.Alive
        group effect by (effect.Kind, effect.Run, effect.Node, effect.Fence) into same
        where same.Count() > 1
        select $"{same.Key.Kind} {same.Count()} times under one claim: {same.First()}";

    /// <summary>When a claim's script begins, everything that an earlier claim of the node has started is dead.</summary>
    public static IEnumerable<string> NothingOutlivesItsClaim(IEnumerable<Effect> effects)
    {
        var newest = new Dictionary<(long, string), Effect>();
        foreach (Effect effect in effects)
        {
            (long, string) node = (effect.Run, effect.Node);
            if (newest.TryGetValue(node, out Effect? begun) && effect.Fence < begun.Fence)
                yield return $"two claims of one node overlap: {effect} was told after {begun}";
            if (effect.Kind == EffectKind.Begin)
                newest[node] = effect;
        }
    }

    /// <summary>The idempotency key survives a lost claim, and changes with the attempt.</summary>
    public static IEnumerable<string> KeysFollowAttempts(IReadOnlyCollection<Effect> effects)
    {
        foreach (var attempt in effects.GroupBy(effect => (effect.Run, effect.Node, effect.Attempt)))
        {
            if (attempt.Select(effect => effect.IdempotencyKey).Distinct().Count() > 1)
                yield return $"one attempt has several idempotency keys: {attempt.Key}";
        }

        foreach (var key in effects.GroupBy(effect => effect.IdempotencyKey))
        {
            if (key.Select(effect => (effect.Run, effect.Node, effect.Attempt)).Distinct().Count() > 1)
                yield return $"several attempts have one idempotency key: {key.Key}";
        }
    }
}
