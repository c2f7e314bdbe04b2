using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>The built-in codec reads what it writes, uncompressed.</summary>
public sealed class BuiltInUncompressedTests() : ParquetCodecPairTests(
    new BuiltInParquetCodec(ParquetCompression.Uncompressed), new BuiltInParquetCodec());
