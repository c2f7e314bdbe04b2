using Spectre.Console;

namespace TiledFit.Cli.Reports;

/// <summary>Names and values, one pair a line: a framed table on a terminal, aligned text elsewhere.</summary>
internal sealed class FactSheet
{
    private readonly List<(string Name, string Value)> _facts = [];

    /// <summary>Adds a line, if there is something to say.</summary>
    public FactSheet Add(string name, string? value)
    {
        if (value is not null)
        {
            _facts.Add((name, value));
        }

        return this;
    }

    /// <summary>Writes all lines.</summary>
    public void Write(TextWriter writer)
    {
        if (ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected)
        {
            AnsiConsole.Write(Framed());
        }
        else
        {
            WritePlain(writer);
        }
    }

    private Table Framed()
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).HideHeaders().AddColumns("", "");
        foreach ((string name, string value) in _facts)
        {
            table.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        }

        return table;
    }

    private void WritePlain(TextWriter writer)
    {
        int width = _facts.Max(fact => fact.Name.Length) + 2;
        foreach ((string name, string value) in _facts)
        {
            writer.WriteLine(name.PadRight(width) + value);
        }
    }
}
