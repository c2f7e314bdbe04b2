using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters;

/// <summary>
/// The hash behind <see cref="IRaster.Fingerprint"/>: what the raster says of itself (but not its name, so that it may
/// be moved), its files' lengths and modification times, and pixels sampled evenly from top to bottom.
/// </summary>
internal static class RasterFingerprint
{
    private const int SampledRows = 32;
    private const int SampledPixels = 64;

    /// <summary>The first 128 bits of the SHA-256, in hexadecimal.</summary>
    /// <param name="raster">Sampled through its own <see cref="IRaster.Read"/>.</param>
    /// <param name="files">The files that it is made of, as <see cref="DescribeFile"/> gives them.</param>
    public static string Compute(IRaster raster, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        RasterInfo info = raster.Info;
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{info.Width} {info.Height} {info.Band} {info.DataType} {info.NoData} {info.Scale} {info.Offset}\n")));
        foreach (string file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file + "\n"));
        }

        AppendPixels(hash, raster);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>That of a raster in a single file.</summary>
    public static string Compute(IRaster raster, string path) => Compute(raster, [DescribeFile(new FileInfo(path))]);

    /// <summary>Length and modification time (whole seconds, which every file system and copy keeps).</summary>
    /// <exception cref="InputException">There is no such file any more.</exception>
    public static string DescribeFile(FileInfo file) => file.Exists
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Length} {new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero).ToUnixTimeSeconds()}")
        : throw new InputException($"{file}: the file has gone; put it back");

    private static void AppendPixels(IncrementalHash hash, IRaster raster)
    {
        RasterInfo info = raster.Info;
        int rows = Math.Min(SampledRows, info.Height), pixels = Math.Min(SampledPixels, info.Width);
        Span<double> values = stackalloc double[pixels];
        for (int i = 0; i < rows; i++)
        {
            // Rows at equal steps; columns by multiples of the golden section, which fill any width evenly.
            int row = (int)((2L * i + 1) * info.Height / (2 * rows));
            int column = (int)(i * 0.6180339887498949 % 1 * (info.Width - pixels + 1));
            raster.Read(new PixelRectangle(column, row, pixels, 1), values);
            hash.AppendData(MemoryMarshal.AsBytes(values));
        }
    }
}
