using TiledFit.Data.Results.Parquet.BuiltIn;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>The built-in code reads what Parquet.Net writes.</summary>
public sealed class ParquetNetToBuiltInTests() : ParquetCodecPairTests(ParquetNetOrNull.Codec, new BuiltInParquetCodec());
