using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Exports;

/// <summary>
/// The component table as a FITS binary table (FITS 4.0, 7.3), nulls as NaN. The number of rows goes into the header at
/// the end.
/// </summary>
internal sealed class FitsComponentWriter : IComponentWriter
{
    /// <summary>Of a block, and of the texts in its cards (FITS 4.0, 3.1 and 4.2.1).</summary>
    private const int BlockLength = 2880, LongestText = 68;

    private readonly ComponentTextFile _file;
    private readonly TableColumn<ComponentRow>[] _columns;
    private readonly int _rowLength;
    private readonly long _rowCountAt;
    private long _rows;

    public FitsComponentWriter(string path, RasterInfo raster)
    {
        _columns = [.. ComponentTable.PlainColumns(raster)];
        _rowLength = _columns.Sum(column => LengthOf(column.Column.Type));
        _file = new ComponentTextFile(path);
        WriteHeader([Card("SIMPLE", "T"), Card("BITPIX", "8"), Card("NAXIS", "0"), Card("EXTEND", "T")]);
        string[] cards = [.. TableCards(raster)];
        int rowCount = Array.FindIndex(cards, card => FitsHeader.KeywordOf(card) == "NAXIS2");
        _rowCountAt = _file.Stream.Position + rowCount * FitsHeader.CardLength;
        WriteHeader(cards);
    }

    /// <inheritdoc/>
    public void Write(ComponentRow[] rows)
    {
        byte[] bytes = new byte[rows.Length * _rowLength];
        int offset = 0;
        foreach (TableColumn<ComponentRow> column in _columns)
        {
            Fill(column.Extract(rows), bytes, offset);
            offset += LengthOf(column.Column.Type);
        }

        _file.Stream.Write(bytes);
        _rows += rows.Length;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Pad(0);
        _file.Stream.Position = _rowCountAt;
        _file.Stream.Write(Encoding.ASCII.GetBytes(Card("NAXIS2", Number(_rows))));
        _file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private IEnumerable<string> TableCards(RasterInfo raster)
    {
        yield return Card("XTENSION", Quoted("BINTABLE"));
        yield return Card("BITPIX", "8");
        yield return Card("NAXIS", "2");
        yield return Card("NAXIS1", Number(_rowLength));
        yield return Card("NAXIS2", "0");
        yield return Card("PCOUNT", "0");
        yield return Card("GCOUNT", "1");
        yield return Card("TFIELDS", Number(_columns.Length));
        yield return Card("EXTNAME", Quoted("COMPONENTS"));
        if (raster.Sky is { } sky && IsText(sky.Frame))
        {
            yield return Card("RADESYS", Quoted(sky.Frame));
            if (sky.Equinox is { } equinox)
            {
                yield return Card("EQUINOX", equinox.ToString("0.0###", CultureInfo.InvariantCulture));
            }
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            yield return Card($"TTYPE{i + 1}", Quoted(_columns[i].Column.Name));
            yield return Card($"TFORM{i + 1}", Quoted(FormOf(_columns[i].Column.Type)));
            if (UnitOf(_columns[i].Unit, raster.Sky?.Unit) is { } unit)
            {
                yield return Card($"TUNIT{i + 1}", Quoted(unit));
            }
        }
    }

    /// <summary>A unit in the standard's words (FITS 4.0, 4.3); null for none or one that is not known.</summary>
    private static string? UnitOf(string unit, string? value)
    {
        if (unit is "1" or "crs" or "crs^2" || (unit.StartsWith("value", StringComparison.Ordinal) && value is null))
        {
            return null;
        }

        string ours = unit.Replace("px", "pixel", StringComparison.Ordinal);
        string words = ours.Replace("^", "", StringComparison.Ordinal) switch
        {
            "value" => value!,
            "value*pixel2" => $"pixel2.{value}",
            var known => known,
        };
        return IsText(words) ? words : null;
    }

    /// <summary>Whether a card can hold it: printable, without quotes, not too long.</summary>
    private static bool IsText(string text) =>
        text.Length <= LongestText && text.All(character => character is >= ' ' and <= '~' and not '\'');

    private static int LengthOf(ParquetType type) => type == ParquetType.Int32 ? sizeof(int) : sizeof(long);

    private static string FormOf(ParquetType type) => type switch
    {
        ParquetType.Int32 => "J",
        ParquetType.Int64 => "K",
        _ => "D",
    };

    private void Fill(Array values, Span<byte> rows, int offset)
    {
        for (int row = 0; row < values.Length; row++)
        {
            Span<byte> field = rows[(row * _rowLength + offset)..];
            switch (values)
            {
                case int[] numbers: BinaryPrimitives.WriteInt32BigEndian(field, numbers[row]); break;
                case long[] numbers: BinaryPrimitives.WriteInt64BigEndian(field, numbers[row]); break;
                case double[] numbers: BinaryPrimitives.WriteDoubleBigEndian(field, numbers[row]); break;
                case double?[] numbers:
                    BinaryPrimitives.WriteDoubleBigEndian(field, numbers[row] ?? double.NaN);
                    break;
                default: throw new NotSupportedException(values.GetType().Name);
            }
        }
    }

    private void WriteHeader(IEnumerable<string> cards)
    {
        _file.Stream.Write(Encoding.ASCII.GetBytes(string.Concat(cards.Append("END".PadRight(FitsHeader.CardLength)))));
        Pad((byte)' ');
    }

    private void Pad(byte filler)
    {
        byte[] rest = new byte[(BlockLength - _file.Stream.Position % BlockLength) % BlockLength];
        rest.AsSpan().Fill(filler);
        _file.Stream.Write(rest);
    }

    /// <summary>Fixed format (FITS 4.0, 4.2): texts begin, and numbers end, in a column of their own.</summary>
    private static string Card(string keyword, string value) =>
        $"{keyword,-8}= {(value[0] == '\'' ? value : value.PadLeft(20))}".PadRight(FitsHeader.CardLength);

    private static string Quoted(string text) => $"'{text,-8}'";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
