using System.Globalization;
using System.Text;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Catalogs;

/// <summary>Reads a catalog from CSV, line by line, and turns only the columns that it needs into numbers.</summary>
internal sealed class CsvCatalog(string path, Stream stream)
{
    private const int MaxShownLength = 40;

    private readonly Utf8LineReader _lines = new(path, stream);
    private readonly double[] _values = new double[CatalogColumns.Names.Count];

    /// <summary>For each column of the file the parameter that it holds, −1 for other columns.</summary>
    private int[] _parameters = [];

    private long _row;

    public IReadOnlyList<Gaussian> Read()
    {
        ReadHeader();
        var components = new List<Gaussian>();
        while (_lines.MoveNext())
        {
            if (!_lines.Current.ContainsAnyExcept(" \t"u8))
            {
                continue;
            }
            _row++;
            ReadValues(_lines.Current);
            Gaussian component = CatalogColumns.ToGaussian(_values);
            if (!component.IsValid)
            {
                (string column, string what) = CatalogColumns.FindFault(_values);
                throw Fault(column, what);
            }
            components.Add(component);
        }
        return components;
    }

    private void ReadHeader()
    {
        if (!_lines.MoveNext())
        {
            throw new InputException($"{path} is empty; its first line must name {CatalogColumns.Header}");
        }
        var names = new List<string>();
        ReadOnlySpan<byte> rest = _lines.Current;
        for (bool more = true; more;)
        {
            names.Add(Encoding.UTF8.GetString(CsvField.Next(ref rest, out more)));
        }
        var missing = CatalogColumns.Names.Where(name => !names.Contains(name)).ToList();
        if (missing.Count > 0)
        {
            throw new InputException(
                $"{path} has no column {string.Join(", ", missing)}; its first line must name {CatalogColumns.Header}");
        }
        if (CatalogColumns.Names.FirstOrDefault(name => names.Count(name.Equals) > 1) is { } twice)
        {
            throw new InputException($"{path} has two columns {twice}; keep one");
        }
        _parameters = [.. names.Select(name => CatalogColumns.Names.ToList().IndexOf(name))];
    }

    private void ReadValues(ReadOnlySpan<byte> line)
    {
        int column = 0;
        for (bool more = true; more; column++)
        {
            ReadOnlySpan<byte> field = CsvField.Next(ref line, out more);
            if (column >= _parameters.Length)
            {
                throw Fault($"it has more values than the header has columns ({_parameters.Length})");
            }
            if (_parameters[column] is >= 0 and var parameter)
            {
                _values[parameter] = Parse(field, parameter);
            }
        }
        if (column < _parameters.Length)
        {
            throw Fault($"it has {column} values where the header has {_parameters.Length} columns");
        }
    }

    private double Parse(ReadOnlySpan<byte> field, int parameter)
    {
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return value;
        }
        string text = Encoding.UTF8.GetString(field[..Math.Min(field.Length, MaxShownLength)]);
        throw Fault(
            CatalogColumns.Names[parameter], text.Length == 0 ? "there is no value" : $"'{text}' is not a number");
    }

    private InputException Fault(string column, string what) =>
        new($"{path}, row {_row} (line {_lines.LineNumber}), column {column}: {what}");

    private InputException Fault(string what) => new($"{path}, row {_row} (line {_lines.LineNumber}): {what}");
}
