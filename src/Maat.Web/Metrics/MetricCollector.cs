using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Maat.Web.Metrics;

/// <summary>Listens to instruments of <c>System.Diagnostics.Metrics</c> and adds up what they measure, as Prometheus wants it.</summary>
internal sealed class MetricCollector : IDisposable
{
    /// <summary>Of a histogram that does not say where its buckets end.</summary>
    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricSeries> heard = [];
    private readonly Lock telling = new();

    /// <param name="meters">Whose instruments are told.</param>
    public MetricCollector(params IReadOnlyCollection<Meter> meters)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (meters.Contains(instrument.Meter))
                listening.EnableMeasurementEvents(instrument, heard.GetOrAdd(instrument, static i => new MetricSeries(BoundsOf(i))));
        };
        listener.SetMeasurementEventCallback<long>(static (instrument, value, tags, series) => Take(instrument, value, tags, series));
        listener.SetMeasurementEventCallback<int>(static (instrument, value, tags, series) => Take(instrument, value, tags, series));
        listener.SetMeasurementEventCallback<double>(static (instrument, value, tags, series) => Take(instrument, value, tags, series));
        listener.Start();
    }

    /// <summary>Everything as it is now, in Prometheus' text format.</summary>
    public string Tell()
    {
        // Two who ask at once would clear what the other one has just observed.
        lock (telling)
        {
            foreach (var (instrument, series) in heard)
            {
                if (instrument.IsObservable)
                    series.Clear();
            }

            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var (instrument, series) in heard.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
                PrometheusText.Append(text, instrument, series);
            return text.ToString();
        }
    }

    public void Dispose() => listener.Dispose();

    private static void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (((MetricSeries)state!).Of(Labels(tags)) is not { } cell)
            return;
        if (PrometheusText.KindOf(instrument) == MetricKind.Histogram)
            cell.Record(value);
        else if (instrument.IsObservable)
            cell.Set(value);
        else
            cell.Add(value);
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
            PrometheusText.AppendLabel(labels, name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        return labels.ToString();
    }

    private static double[]? BoundsOf(Instrument instrument) =>
        PrometheusText.KindOf(instrument) != MetricKind.Histogram ? null
        : instrument switch
        {
            Histogram<long> whole => whole.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
            Histogram<double> real => real.Advice?.HistogramBucketBoundaries?.ToArray(),
            _ => null,
        } ?? UsualBounds;
}
