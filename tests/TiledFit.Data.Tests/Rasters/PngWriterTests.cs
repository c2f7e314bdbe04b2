using System.Buffers.Binary;
using System.IO.Compression;
using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

public sealed class PngWriterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Smooth, flat and noisy rows, so that every filter has its turn; compared with GDAL's decoder.</summary>
    [SkippableTheory]
    [InlineData(PngColorType.Grey, 1)]
    [InlineData(PngColorType.Rgb, 3)]
    [InlineData(PngColorType.Rgba, 4)]
    public void An_independent_decoder_reads_it(PngColorType colorType, int channels)
    {
        GdalTool.RequireLibrary();
        const int Width = 123, Height = 45;
        byte[][] rows = [.. Enumerable.Range(0, Height).Select(y => MakeRow(y, Width, channels))];
        string path = Write("image.png", Width, rows, colorType);
        Assert.Equal(["image.png"], _directory.Files);
        // GDAL takes opacity for a mask where it can: all bands are compared as raw bytes.
        string raw = _directory.File("image.bin");
        GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", "-co", "INTERLEAVE=BIP", path, raw);
        Assert.Equal(rows.SelectMany(row => row), File.ReadAllBytes(raw));
    }

    [Fact]
    public void Chunks_and_filters_are_those_of_the_standard()
    {
        byte[][] rows = [[10, 20, 30, 40], [10, 20, 30, 40], [11, 21, 31, 41]];
        byte[] file = File.ReadAllBytes(Write("grey.png", 4, rows, PngColorType.Grey));
        Assert.Equal([0x89, .. "PNG"u8, 13, 10, 26, 10], file[..8]);
        // IHDR: 4 × 3 pixels, 8 bits, grey, not interlaced; then its CRC.
        Assert.Equal(
            [0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 4, 0, 0, 0, 3, 8, 0, 0, 0, 0], file[8..29]);
        // The CRC of an empty IEND is known to everyone who ever looked at the end of a PNG file.
        Assert.Equal([0, 0, 0, 0, .. "IEND"u8, 0xAE, 0x42, 0x60, 0x82], file[^12..]);
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33));
        Assert.Equal("IDAT"u8, file.AsSpan(37, 4));
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(file, 41, length), CompressionMode.Decompress))
        {
            zlib.CopyTo(inflated);
        }
        // Sub leaves 10 10 10 10, Up leaves zeros, Up leaves ones.
        Assert.Equal([1, 10, 10, 10, 10, 2, 0, 0, 0, 0, 2, 1, 1, 1, 1], inflated.ToArray());
    }

    [SkippableFact]
    public void Long_images_become_several_chunks()
    {
        GdalTool.RequireLibrary();
        var random = new Random(1);
        byte[][] rows = [.. Enumerable.Range(0, 700).Select(y => new byte[700])];
        foreach (byte[] row in rows)
        {
            random.NextBytes(row);
        }

        string path = Write("noise.png", 700, rows, PngColorType.Grey);
        Assert.True(Count(File.ReadAllBytes(path), "IDAT"u8) > 1);
        using IRaster raster = RasterFactory.Open(path);
        Assert.Equal(rows.SelectMany(row => row).Select(value => (double)value), raster.ReadAll());
    }

    [Fact]
    public void An_image_is_complete_or_not_there()
    {
        string path = _directory.File("part.png");
        using (var writer = new PngWriter(path, 2, 2, PngColorType.Grey))
        {
            Assert.Throws<ArgumentException>(() => writer.WriteRow([1]));
            writer.WriteRow([1, 2]);
            Assert.Throws<InvalidOperationException>(writer.Complete);
            writer.WriteRow([1, 2]);
            Assert.Throws<InvalidOperationException>(() => writer.WriteRow([1, 2]));
        }

        Assert.Empty(_directory.Files);
        Assert.Throws<InputException>(() => new PngWriter(_directory.File("none/a.png"), 1, 1, PngColorType.Grey));
    }

    private static int Count(ReadOnlySpan<byte> file, ReadOnlySpan<byte> type)
    {
        int count = 0;
        for (int at = 8; at < file.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(file[at..]))
        {
            count += file.Slice(at + 4, 4).SequenceEqual(type) ? 1 : 0;
        }

        return count;
    }

    private static byte[] MakeRow(int y, int width, int channels)
    {
        byte[] row = new byte[width * channels];
        if (y % 5 == 4)
        {
            new Random(y).NextBytes(row);
            return row;
        }

        for (int i = 0; i < row.Length; i++)
        {
            double wave = Math.Sin(0.05 * i / channels + i % channels) * Math.Cos(0.1 * y);
            row[i] = (byte)(y % 5 == 0 ? 77 : 128 + 90 * wave);
        }

        return row;
    }

    private string Write(string name, int width, byte[][] rows, PngColorType colorType)
    {
        string path = _directory.File(name);
        using var writer = new PngWriter(path, width, rows.Length, colorType);
        foreach (byte[] row in rows)
        {
            writer.WriteRow(row);
        }

        writer.Complete();
        return path;
    }
}
