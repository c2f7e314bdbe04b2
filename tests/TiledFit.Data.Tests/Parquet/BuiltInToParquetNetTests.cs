using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Parquet.Net reads what the built-in code writes.</summary>
public sealed class BuiltInToParquetNetTests() : ParquetCodecPairTests(new BuiltInParquetCodec(), ParquetNetOrNull.Codec);
