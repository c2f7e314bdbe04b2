using TiledFit.Data.Catalogs;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Fuzz.Targets;

/// <summary>A list of components as Parquet.</summary>
internal sealed class CatalogTarget() : FileTarget("catalog")
{
    public override IReadOnlyList<byte[]> Corpus { get; } = [ParquetSamples.Catalog()];

    /// <summary>Six columns of 2²⁰ rows, the nullable copies of them, and the growing list of components.</summary>
    public override long FixedBytes => 320L << 20;

    public override long BytesPerByte => 8 * 1040;

    protected override void ParseFile(string path) => ParquetCatalog.Read(path, new BuiltInParquetCodec(), false);
}
