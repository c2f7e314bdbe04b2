using System.Globalization;
using System.Text;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Catalogs;

/// <summary>
/// Lists of Gaussians as files: CSV with a header, or Parquet, with the columns amplitude, x, y, chol_11, chol_21 and
/// chol_22 in any order; other columns are ignored.
/// </summary>
public static class ComponentCatalog
{
    /// <summary>Reads CSV or Parquet, told apart by the first bytes.</summary>
    /// <param name="path">A file; a pipe is read as CSV.</param>
    /// <param name="allowsNegative">Whether amplitudes may be negative.</param>
    /// <returns>The Gaussians in the file's order, at least one.</returns>
    /// <exception cref="InputException">The file is missing or empty, holds no Gaussian, lacks a column, or holds
    /// a value that cannot be used: not a number, not finite, an amplitude that must not be negative, or a diagonal
    /// element that is not positive. Names file, row and column.</exception>
    public static IReadOnlyList<Gaussian> Read(string path, bool allowsNegative = false)
    {
        using Stream stream = InputFile.OpenRead(path);
        IReadOnlyList<Gaussian> components = stream.CanSeek && IsParquet(stream)
            ? ParquetCatalog.Read(path, ParquetCodec.Default, allowsNegative)
            : CsvCatalog.Read(path, stream, allowsNegative);
        return components.Count > 0
            ? components
            : throw new InputException($"{path}: holds no component; leave out --init to start without any");
    }

    /// <summary>Writes CSV that <see cref="Read"/> gives back bit by bit.</summary>
    /// <param name="path">Made anew.</param>
    /// <param name="components">Written as they come.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteCsv(string path, IEnumerable<Gaussian> components)
    {
        using FileStream stream = File.Create(path);
        WriteCsv(stream, components);
    }

    /// <summary>Writes CSV that <see cref="Read"/> gives back bit by bit.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="components">Written as they come.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteCsv(Stream stream, IEnumerable<Gaussian> components)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        writer.NewLine = "\n";
        writer.WriteLine(CatalogColumns.Header);
        foreach (Gaussian g in components)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{g.Amplitude:R},{g.X:R},{g.Y:R},{g.L11:R},{g.L21:R},{g.L22:R}"));
        }
    }

    internal static bool IsParquet(Stream stream)
    {
        Span<byte> magic = stackalloc byte[4];
        int length = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return magic[..length].SequenceEqual("PAR1"u8);
    }
}
