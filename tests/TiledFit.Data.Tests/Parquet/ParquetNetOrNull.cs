using TiledFit.Data.Results.Parquet;
using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Parquet.Net's codec where this build has it; without it the pair tests are skipped.</summary>
internal static class ParquetNetOrNull
{
    public static IParquetCodec? Codec => ParquetCodec.Default is BuiltInParquetCodec ? null : ParquetCodec.Default;
}
