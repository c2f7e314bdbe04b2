using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>The built-in codec reads what it writes, compressed.</summary>
public sealed class BuiltInGzipTests() : ParquetCodecPairTests(new BuiltInParquetCodec(), new BuiltInParquetCodec());
