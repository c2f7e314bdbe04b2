using System.Reflection;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Fuzz.Targets;

/// <summary>Parquet files to be mutated.</summary>
internal static class ParquetSamples
{
    private const int Rows = 40;

    /// <summary>A file of the corpus.</summary>
    public static byte[] Stored(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Tables of every type, of two row groups, by the built-in writer.</summary>
    public static byte[][] Written() =>
    [
        Write(ParquetCompression.Uncompressed), Write(ParquetCompression.Gzip),
    ];

    /// <summary>A list of components, so regular that gzip pays.</summary>
    public static byte[] Catalog() => Write(
        ParquetCompression.Gzip, [.. CatalogColumns.Names.Select(name => new ParquetColumn(name, ParquetType.Double))],
        [.. CatalogColumns.Names.Select((_, column) => Of(row => row / 4 + column + 1.0))]);

    private static byte[] Write(ParquetCompression compression) => Write(
        compression,
        [
            new("id", ParquetType.Int64), new("n", ParquetType.Int32), new("x", ParquetType.Double),
            new("snr", ParquetType.Double, Nullable: true), new("status", ParquetType.String),
            new("geometry", ParquetType.Binary, Nullable: true), new("bbox.xmin", ParquetType.Double),
        ],
        [
            Of(i => (long)i), Of(i => i / 8), Of(i => i / 2.0), Of(i => i % 2 == 0 ? (double?)null : 1),
            Of(i => i % 3 == 0 ? "settled" : "active"), Of(i => i % 5 == 0 ? null : new byte[i % 7]), Of(_ => 1.0),
        ]);

    private static byte[] Write(ParquetCompression compression, ParquetColumn[] columns, Array[] group)
    {
        var stream = new MemoryStream();
        using (IParquetTableWriter writer = new BuiltInParquetCodec(compression).Create(
            stream, columns, new Dictionary<string, string> { ["key"] = "value" }))
        {
            writer.WriteRowGroup(group);
            writer.WriteRowGroup(group);
        }

        return stream.ToArray();
    }

    private static T[] Of<T>(Func<int, T> value) => [.. Enumerable.Range(0, Rows).Select(value)];
}
