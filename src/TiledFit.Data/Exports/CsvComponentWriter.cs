using System.Globalization;
using System.Text;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Data.Exports;

/// <summary>The component table as CSV (RFC 4180); every number reads back bit by bit, nulls are empty.</summary>
internal sealed class CsvComponentWriter : IComponentWriter
{
    private readonly ComponentTextFile _file;
    private readonly StreamWriter _text;
    private readonly TableColumn<ComponentRow>[] _columns;

    public CsvComponentWriter(string path, RasterInfo raster)
    {
        _columns = [.. ComponentTable.PlainColumns(raster)];
        _file = new ComponentTextFile(path);
        _text = new StreamWriter(_file.Stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        _text.WriteLine(string.Join(',', _columns.Select(column => column.Column.Name)));
    }

    /// <inheritdoc/>
    public void Write(ComponentRow[] rows)
    {
        Array[] values = [.. _columns.Select(column => column.Extract(rows))];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < values.Length; column++)
            {
                _text.Write(column == 0 ? "" : ",");
                _text.Write(Text(values[column], row));
            }

            _text.WriteLine();
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _text.Dispose();
        _file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Text(Array values, int row) => values switch
    {
        double[] numbers => numbers[row].ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(values.GetValue(row), CultureInfo.InvariantCulture) ?? "",
    };
}
