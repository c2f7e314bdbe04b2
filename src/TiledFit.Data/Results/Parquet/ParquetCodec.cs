using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Results.Parquet;

/// <summary>The codec that this build uses.</summary>
public static class ParquetCodec
{
    /// <summary>The codec for result tables.</summary>
    public static IParquetCodec Default { get; } = new BuiltInParquetCodec();
}
