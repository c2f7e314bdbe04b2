namespace TiledFit.Benchmarks.Reporting;

/// <summary>A table that can be pasted into a document.</summary>
internal sealed class MarkdownTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine(Line(headers));
        writer.WriteLine(string.Concat(headers.Select(_ => "|---")) + "|");
        _rows.ForEach(row => writer.WriteLine(Line(row)));
        writer.WriteLine();
    }

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";
}
