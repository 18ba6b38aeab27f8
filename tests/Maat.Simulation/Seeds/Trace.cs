using System.Globalization;
using System.Runtime.CompilerServices;

namespace Maat.Simulation.Seeds;

/// <summary>
/// What happened, in order: always as a hash (FNV-1a), so that two runs of a seed can be compared, and as text when somebody wants to
/// read it.
/// </summary>
public sealed class Trace(bool readable)
{
    private readonly List<string> _lines = [];

    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    public IReadOnlyList<string> Lines => _lines;

    public TimeSpan Now { get; set; }

    private bool IsReadable => readable;

    public void Note(string what, long a, long b = 0, long c = 0, [InterpolatedStringHandlerArgument("")] Detail detail = default)
    {
        foreach (char letter in what)
        {
            Mix(letter);
        }

        Mix((ulong)a);
        Mix((ulong)b);
        Mix((ulong)c);
        if (readable)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Now.TotalSeconds,10:0.000}  {what} {detail.Text ?? $"{a} {b} {c}"}"));
        }
    }

    private void Mix(ulong value) => Hash = (Hash ^ value) * 1_099_511_628_211;

    /// <summary>Text that is made only when the trace is read.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Detail
    {
        private readonly System.Text.StringBuilder? _text;

        public Detail(int literalLength, int formattedCount, Trace trace, out bool enabled)
        {
            enabled = trace.IsReadable;
            _text = enabled ? new System.Text.StringBuilder(literalLength + (formattedCount * 8)) : null;
        }

        public string? Text => _text?.ToString();

        public void AppendLiteral(string value) => _text!.Append(value);

        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => _text!.Append(value.ToString(format, CultureInfo.InvariantCulture));

        public void AppendFormatted<T>(T value) => _text!.Append(CultureInfo.InvariantCulture, $"{value}");
    }
}
