using Parquet;
using TiledFit.Core;

namespace TiledFit.Data.Results.Parquet.ParquetNet;

/// <summary>
/// Tables through Parquet.Net. Writes plain v1 pages with Snappy; reads whatever the library reads, and leaves out
/// columns that are repeated or of a type that result tables do not have. The library is asynchronous; the seam waits
/// for it.
/// </summary>
internal sealed class ParquetNetCodec : IParquetCodec
{
    public string Name { get; } = $"Parquet.Net {typeof(ParquetReader).Assembly.GetName().Version?.ToString(3)}";

    public IParquetTableWriter Create(
        Stream stream, IReadOnlyList<ParquetColumn> columns, IReadOnlyDictionary<string, string> metadata) =>
        new ParquetNetTableWriter(stream, columns, metadata);

    public IParquetTableReader Open(Stream stream)
    {
        RequireClosingMark(stream);
        return OrInputException("", () => new ParquetNetTableReader(stream));
    }

    /// <summary>Every Parquet file ends with PAR1; one that does not never was one, or was cut off.</summary>
    private static void RequireClosingMark(Stream stream)
    {
        Span<byte> mark = stackalloc byte[4];
        if (stream.Length >= 12)
        {
            stream.Position = stream.Length - mark.Length;
            stream.ReadExactly(mark);
            stream.Position = 0;
        }

        if (!mark.SequenceEqual("PAR1"u8))
        {
            throw new InputException("not a Parquet file, or one that was cut off: it does not end with PAR1");
        }
    }

    /// <summary>
    /// The library reports a damaged file by whatever its decoders run into, so any exception means one.
    /// </summary>
    internal static T OrInputException<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (InputException or OutOfMemoryException))
        {
            throw new InputException(
                $"{place}damaged Parquet file, or one that Parquet.Net cannot read: {exception.Message}", exception);
        }
    }
}
