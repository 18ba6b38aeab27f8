using System.Collections.Concurrent;

namespace Maat.Web.Metrics;

/// <summary>What one instrument has measured, by labels.</summary>
/// <param name="bounds">The upper bounds of a histogram's buckets; null for every other instrument.</param>
internal sealed class MetricSeries(IReadOnlyList<double>? bounds)
{
    /// <summary>Labels have few values; what comes beyond this is a defect, and is dropped rather than held for ever.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, Cell> cells = new(StringComparer.Ordinal);

    public IReadOnlyList<double>? Bounds => bounds;

    /// <summary>In the order of their labels.</summary>
    public IEnumerable<(string Labels, Cell Cell)> Cells => cells.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => (cell.Key, cell.Value));

    public Cell? Of(string labels) =>
        cells.TryGetValue(labels, out var cell) ? cell
        : cells.Count >= Most ? null
        : cells.GetOrAdd(labels, _ => new Cell(bounds));

    /// <summary>Forgets everything: what is observed is told anew each time, and what is gone must not be told any more.</summary>
    public void Clear() => cells.Clear();

    /// <summary>One series.</summary>
    internal sealed class Cell(IReadOnlyList<double>? bounds)
    {
        private readonly Lock changing = new();
        private readonly long[] buckets = new long[(bounds?.Count ?? -1) + 1];
        private double sum;
        private long count;

        public void Add(double value)
        {
            lock (changing)
                sum += value;
        }

        public void Set(double value)
        {
            lock (changing)
                sum = value;
        }

        public void Record(double value)
        {
            lock (changing)
            {
                sum += value;
                count++;
                var bucket = 0;
                while (bucket < bounds!.Count && value > bounds[bucket])
                    bucket++;
                buckets[bucket]++;
            }
        }

        /// <summary>The value or sum, how often it was recorded, and how often in each bucket, the last being for what is above all bounds.</summary>
        public (double Sum, long Count, long[] Buckets) Read()
        {
            lock (changing)
                return (sum, count, [.. buckets]);
        }
    }
}
