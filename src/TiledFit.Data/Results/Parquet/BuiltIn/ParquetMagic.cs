namespace TiledFit.Data.Results.Parquet.BuiltIn;

/// <summary>What stands at both ends of a file.</summary>
internal static class ParquetMagic
{
    public static ReadOnlySpan<byte> Plain => "PAR1"u8;

    public static ReadOnlySpan<byte> EncryptedFooter => "PARE"u8;

    public const int Length = 4;
}
