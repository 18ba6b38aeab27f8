using System.Diagnostics.Metrics;
using Maat.Web.Metrics;

namespace Maat.Web.Tests.Metrics;

public sealed class MetricCollectorTests : IDisposable
{
    private readonly Meter meter = new("test");
    private readonly MetricCollector collector;

    public MetricCollectorTests() => collector = new MetricCollector(meter);

    public void Dispose()
    {
        collector.Dispose();
        meter.Dispose();
    }

    [Fact]
    public void Counter_ByLabels_IsAddedUpUnderItsPrometheusName()
    {
        var counter = meter.CreateCounter<long>("a.thing", "{thing}", "Things, \\ and\nothers.");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "one"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "one"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "say \"hi\"\\\n"));
        Assert.Equal(
            """
            # HELP a_thing_total Things, \\ and\nothers.
            # TYPE a_thing_total counter
            a_thing_total{kind="one"} 5
            a_thing_total{kind="say \"hi\"\\\n"} 1

            """,
            collector.Tell());
    }

    [Fact]
    public void Histogram_ItsBuckets_CountEverythingUpToTheirBound()
    {
        var histogram = meter.CreateHistogram("wait", "s", null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in new[] { 0.25, 0.5, 0.75, 8 })
            histogram.Record(value);
        Assert.Contains(
            """
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.5"} 2
            wait_seconds_bucket{le="1"} 3
            wait_seconds_bucket{le="+Inf"} 4
            wait_seconds_sum 9.5
            wait_seconds_count 4

            """,
            collector.Tell(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gauge_WhatIsGone_IsNotToldAnyMore()
    {
        Measurement<int>[] now = [new(7, new KeyValuePair<string, object?>("queue", "old"))];
        meter.CreateObservableGauge("depth", () => now);
        Assert.Contains("depth{queue=\"old\"} 7", collector.Tell(), StringComparison.Ordinal);
        now = [new(1, new KeyValuePair<string, object?>("queue", "new"))];
        var told = collector.Tell();
        Assert.DoesNotContain("old", told, StringComparison.Ordinal);
        Assert.Contains("depth{queue=\"new\"} 1", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_OfUnboundedNumber_AreCutOff()
    {
        var counter = meter.CreateCounter<int>("many");
        for (var i = 0; i < 2000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("number", i));
        Assert.InRange(collector.Tell().Split('\n').Length, 1000, 1010);
    }

    [Fact]
    public void Instruments_OfAnotherMeter_AreNotTold()
    {
        using var other = new Meter("test");
        other.CreateCounter<int>("foreign").Add(1);
        Assert.DoesNotContain("foreign", collector.Tell(), StringComparison.Ordinal);
    }
}
