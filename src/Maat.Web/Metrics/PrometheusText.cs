using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Maat.Web.Metrics;

/// <summary>What Prometheus makes of an instrument.</summary>
internal enum MetricKind
{
    Gauge,
    Counter,
    Histogram,
}

/// <summary>
/// Writes Prometheus' text format, version 0.0.4 (prometheus.io, Exposition formats). Names are made of OpenTelemetry's by its rule for
/// Prometheus: dots become underlines, a unit and <c>_total</c> are put at the end.
/// </summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var shape = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return shape == typeof(Histogram<>) ? MetricKind.Histogram
            : shape == typeof(Counter<>) || shape == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
    }

    public static string NameOf(Instrument instrument)
    {
        var name = string.Concat(instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        // What stands in braces is for people: it says what is counted.
        if (instrument.Unit == "s")
            name += "_seconds";
        else if (instrument.Unit == "By")
            name += "_bytes";
        return KindOf(instrument) == MetricKind.Counter ? name + "_total" : name;
    }

    public static void Append(StringBuilder text, Instrument instrument, MetricSeries series)
    {
        var (name, kind) = (NameOf(instrument), KindOf(instrument));
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escaped(instrument.Description ?? "", quotes: false)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" }}\n");
        foreach (var (labels, cell) in series.Cells)
        {
            var (sum, count, buckets) = cell.Read();
            if (kind != MetricKind.Histogram)
            {
                Line(text, name, labels, sum);
                continue;
            }

            long below = 0;
            for (var i = 0; i < buckets.Length; i++)
            {
                below += buckets[i];
                var bucket = new StringBuilder(labels);
                AppendLabel(bucket, "le", i < series.Bounds!.Count ? series.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf");
                Line(text, name + "_bucket", bucket.ToString(), below);
            }

            Line(text, name + "_sum", labels, sum);
            Line(text, name + "_count", labels, count);
        }
    }

    /// <summary>Adds to a list of labels.</summary>
    public static void AppendLabel(StringBuilder labels, string name, string value)
    {
        if (labels.Length > 0)
            labels.Append(',');
        labels.Append(name).Append("=\"").Append(Escaped(value, quotes: true)).Append('"');
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escaped(string value, bool quotes)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
