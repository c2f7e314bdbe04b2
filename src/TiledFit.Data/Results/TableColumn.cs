using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Results;

/// <summary>A column of a result table, and how its values follow from a row.</summary>
/// <typeparam name="TRow">The row.</typeparam>
/// <param name="Column">Name and type.</param>
/// <param name="Unit">For the metadata: "1" where there is none, "value" for the raster's own unit.</param>
/// <param name="Extract">The array that <see cref="IParquetTableWriter.WriteRowGroup"/> takes.</param>
internal sealed record TableColumn<TRow>(ParquetColumn Column, string Unit, Func<TRow[], Array> Extract)
{
    public static TableColumn<TRow> Int32(string name, string unit, Func<TRow, int> value) =>
        new(new ParquetColumn(name, ParquetType.Int32), unit, rows => Map(rows, value));

    public static TableColumn<TRow> Int64(string name, string unit, Func<TRow, long> value) =>
        new(new ParquetColumn(name, ParquetType.Int64), unit, rows => Map(rows, value));

    public static TableColumn<TRow> Double(string name, string unit, Func<TRow, double> value) =>
        new(new ParquetColumn(name, ParquetType.Double), unit, rows => Map(rows, value));

    public static TableColumn<TRow> NullableDouble(string name, string unit, Func<TRow, double?> value) =>
        new(new ParquetColumn(name, ParquetType.Double, Nullable: true), unit, rows => Map(rows, value));

    public static TableColumn<TRow> String(string name, string unit, Func<TRow, string> value) =>
        new(new ParquetColumn(name, ParquetType.String), unit, rows => Map(rows, value));

    public static TableColumn<TRow> Binary(string name, string unit, Func<TRow, byte[]> value) =>
        new(new ParquetColumn(name, ParquetType.Binary), unit, rows => Map(rows, value));

    private static T[] Map<T>(TRow[] rows, Func<TRow, T> value)
    {
        var values = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            values[i] = value(rows[i]);
        }
        return values;
    }
}
