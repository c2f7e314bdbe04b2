namespace TiledFit.Data.Tests.Parquet;

/// <summary>Parquet.Net reads what it writes.</summary>
public sealed class ParquetNetRoundTripTests() : ParquetCodecPairTests(ParquetNetOrNull.Codec, ParquetNetOrNull.Codec);
