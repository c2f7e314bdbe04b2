using System.Globalization;
using System.Text;
using TiledFit.Core;

namespace TiledFit.Data.Catalogs;

/// <summary>
/// Reads numbers from CSV (RFC 4180, without line breaks within fields) in UTF-8, row by row: the first line names the
/// columns, blank lines are passed over, and only fields that are asked for are turned into numbers.
/// </summary>
public sealed class CsvReader
{
    private const int MaxShownLength = 40;

    private readonly string _path;
    private readonly Utf8LineReader _lines;
    private readonly string[] _names;
    private readonly Range[] _fields;
    private long _row;

    /// <summary>Reads the header.</summary>
    /// <param name="path">The file's name for messages.</param>
    /// <param name="stream">The file, read forwards only and left open.</param>
    /// <exception cref="InputException">The file is empty.</exception>
    public CsvReader(string path, Stream stream)
    {
        _path = path;
        _lines = new Utf8LineReader(path, stream);
        _names = MoveToLine()
            ? [.. NamesIn(_lines.Current)]
            : throw new InputException($"{path} is empty; its first line must name the columns");
        _fields = new Range[_names.Length];
    }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The column of a name, or null.</summary>
    /// <exception cref="InputException">There are two.</exception>
    public int? Find(string name)
    {
        int column = Array.IndexOf(_names, name);
        return column != Array.LastIndexOf(_names, name)
            ? throw new InputException($"{_path} has two columns {name}; keep one")
            : column < 0 ? null : column;
    }

    /// <summary>The columns of these names.</summary>
    /// <exception cref="InputException">One is missing, or there are two of a name.</exception>
    public int[] Require(params string[] names)
    {
        string[] missing = [.. names.Where(name => Find(name) is null)];
        return missing.Length == 0
            ? Array.ConvertAll(names, name => Find(name)!.Value)
            : throw new InputException(
                $"{_path} has no column {string.Join(", ", missing)}; "
                + $"its first line must name {string.Join(',', names)}");
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    /// <exception cref="InputException">The row has not as many values as the header has columns.</exception>
    public bool Read()
    {
        if (!MoveToLine())
        {
            return false;
        }

        _row++;
        int count = Split(_lines.Current);
        if (count != _names.Length)
        {
            throw Fault($"it has {count} values where the header has {_names.Length} columns");
        }

        return true;
    }

    /// <summary>A number of the current row.</summary>
    /// <param name="column">From <see cref="Find"/> or <see cref="Require"/>.</param>
    /// <exception cref="InputException">It is not a finite number.</exception>
    public double Number(int column)
    {
        ReadOnlySpan<byte> field = _lines.Current[_fields[column]];
        bool isNumber = double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        if (isNumber && double.IsFinite(value))
        {
            return value;
        }

        string text = Encoding.UTF8.GetString(field[..Math.Min(field.Length, MaxShownLength)]);
        throw Fault(
            _names[column],
            field.IsEmpty ? "there is no value" : $"'{text}' is not a {(isNumber ? "finite number" : "number")}");
    }

    /// <summary>What is wrong with the current row.</summary>
    public InputException Fault(string what) => new($"{_path}, row {_row} (line {_lines.LineNumber}): {what}");

    /// <summary>What is wrong with a column of the current row.</summary>
    public InputException Fault(string column, string what) =>
        new($"{_path}, row {_row} (line {_lines.LineNumber}), column {column}: {what}");

    /// <summary>A number of the current row; NaN where it is empty or not finite.</summary>
    /// <param name="column">From <see cref="Find"/> or <see cref="Require"/>.</param>
    /// <exception cref="InputException">It is not a number.</exception>
    public double NumberOrNaN(int column)
    {
        ReadOnlySpan<byte> field = _lines.Current[_fields[column]];
        if (field.IsEmpty)
        {
            return double.NaN;
        }

        bool isNumber = double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return isNumber && !double.IsFinite(value) ? double.NaN : Number(column);
    }

    /// <summary>Whether a field of the current row is a number, finite or not, or empty.</summary>
    public bool IsNumberOrEmpty(int column)
    {
        ReadOnlySpan<byte> field = _lines.Current[_fields[column]];
        return field.IsEmpty || double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private bool MoveToLine()
    {
        while (_lines.MoveNext())
        {
            if (_lines.Current.ContainsAnyExcept(" \t"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> NamesIn(ReadOnlySpan<byte> header)
    {
        var names = new List<string>();
        for (int next = 0; next <= header.Length;)
        {
            names.Add(Encoding.UTF8.GetString(header[CsvField.Next(header, ref next)]));
        }

        return names;
    }

    /// <summary>Where the fields of the current row lie in its line, and how many there are.</summary>
    private int Split(ReadOnlySpan<byte> line)
    {
        int count = 0;
        for (int next = 0; next <= line.Length; count++)
        {
            Range field = CsvField.Next(line, ref next);
            if (count < _fields.Length)
            {
                _fields[count] = field;
            }
        }

        return count;
    }
}
