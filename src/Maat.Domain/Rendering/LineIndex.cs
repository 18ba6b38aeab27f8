namespace Maat.Domain.Rendering;

/// <summary>Offsets of a text as lines and columns, both from 1.</summary>
internal sealed class LineIndex
{
    private readonly List<int> starts = [0];

    public LineIndex(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\n')
                starts.Add(index + 1);
        }
    }

    public (int Line, int Column) Locate(int offset)
    {
        var found = starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - starts[line] + 1);
    }
}
