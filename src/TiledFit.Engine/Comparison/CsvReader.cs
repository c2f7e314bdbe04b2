using System.Globalization;
using TiledFit.Core;

namespace TiledFit.Engine.Comparison;

/// <summary>Reads numbers from comma-separated text with a header line, row by row, without blank lines.</summary>
internal sealed class CsvReader : IDisposable
{
    private readonly string _path;
    private readonly StreamReader _reader;
    private readonly string[] _names;
    private readonly Range[] _fields;
    private string _row = "";
    private int _line, _rows;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="InputException">The file is missing or empty.</exception>
    public CsvReader(string path)
    {
        _path = path;
        try
        {
            _reader = new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message})", e);
        }

        _names = Array.ConvertAll(NextLine()?.Split(',') ?? [], name => name.Trim().Trim('"'));
        _fields = new Range[_names.Length + 1];
    }

    /// <summary>The column of a name, or null.</summary>
    public int? Find(string name) => Array.IndexOf(_names, name) is >= 0 and int column ? column : null;

    /// <summary>The columns of these names.</summary>
    /// <exception cref="InputException">One is missing.</exception>
    public int[] Require(params string[] names) =>
        Array.ConvertAll(names, name => Find(name) ?? throw new InputException(
            $"{_path}: column {name} is missing; the first line must name the columns {string.Join(',', names)}"));

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="InputException">The row has not as many fields as the header.</exception>
    public bool Read()
    {
        if (NextLine() is not string line)
        {
            return false;
        }

        _row = line;
        _rows++;
        int count = line.AsSpan().Split(_fields, ',');
        if (count != _names.Length)
        {
            throw Fault($"has {line.Split(',').Length} fields, the header {_names.Length}");
        }

        return true;
    }

    /// <summary>A number of the current row.</summary>
    /// <exception cref="InputException">It is not a finite number.</exception>
    public double Number(int column)
    {
        ReadOnlySpan<char> text = _row.AsSpan(_fields[column]).Trim();
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return isNumber && double.IsFinite(value)
            ? value
            : throw Fault($"{_names[column]} is '{text}', not a finite number");
    }

    /// <summary>What is wrong with the current row.</summary>
    public InputException Fault(string message) => new($"{_path}: row {_rows} (line {_line}): {message}");

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string? NextLine()
    {
        string? line;
        do
        {
            line = _reader.ReadLine();
            _line++;
        }
        while (line is not null && string.IsNullOrWhiteSpace(line));

        return line;
    }
}
