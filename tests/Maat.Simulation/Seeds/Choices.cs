namespace Maat.Simulation.Seeds;

/// <summary>The one source of chance: all that happens in a schedule follows from its seed. SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).</summary>
public sealed class Choices(ulong seed)
{
    // Mixed first: the streams of neighbouring seeds would be each other's, shifted by one.
    private ulong _state = Mix(seed ^ 0xD1B54A32D192ED03);

    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(params ReadOnlySpan<T> options) => options[Below(options.Length)];

    public T Pick<T>(IReadOnlyList<T> options) => options[Below(options.Count)];

    /// <summary>An index, each as often as its weight says; at least one must be positive.</summary>
    public int Weighted(params ReadOnlySpan<int> weights)
    {
        int sum = 0;
        foreach (int weight in weights)
        {
            sum += weight;
        }

        int left = Below(sum);
        int index = 0;
        while (left >= weights[index])
        {
            left -= weights[index++];
        }

        return index;
    }

    /// <summary>Up to the given length, in whole milliseconds: what is stored loses nothing of it.</summary>
    public TimeSpan UpTo(TimeSpan most) => TimeSpan.FromMilliseconds(Below((int)most.TotalMilliseconds + 1));

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
