namespace TiledFit.Data.Results.Parquet;

/// <summary>The codec that this build uses.</summary>
public static class ParquetCodec
{
    /// <summary>Parquet.Net where the package feed has it, the built-in code otherwise.</summary>
    public static IParquetCodec Default { get; } =
#if HasParquetNet
        new ParquetNet.ParquetNetCodec();
#else
        new BuiltIn.BuiltInParquetCodec();
#endif
}
