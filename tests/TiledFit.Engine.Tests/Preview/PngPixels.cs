using System.Buffers.Binary;
using System.IO.Compression;

namespace TiledFit.Engine.Tests.Preview;

/// <summary>An 8-bit RGB PNG image, decoded as the PNG specification has it.</summary>
internal sealed record PngPixels(int Width, int Height, byte[] Bytes)
{
    public (byte R, byte G, byte B) this[int x, int y]
    {
        get
        {
            int at = 3 * (y * Width + x);
            return (Bytes[at], Bytes[at + 1], Bytes[at + 2]);
        }
    }

    public static PngPixels Read(ReadOnlySpan<byte> png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8].ToArray());
        using var data = new MemoryStream();
        int width = 0, height = 0;
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            ReadOnlySpan<byte> type = png.Slice(at + 4, 4), chunk = png.Slice(at + 8, length);
            if (type.SequenceEqual("IHDR"u8))
            {
                (width, height) =
                    (BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]));
                Assert.Equal([8, 2, 0, 0, 0], chunk[8..].ToArray());
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                data.Write(chunk);
            }
            at += length + 12;
        }
        data.Position = 0;
        return new PngPixels(width, height, Unfilter(new ZLibStream(data, CompressionMode.Decompress), width, height));
    }

    private static byte[] Unfilter(Stream stream, int width, int height)
    {
        int stride = 3 * width;
        var pixels = new byte[stride * height];
        for (int y = 0; y < height; y++)
        {
            int filter = stream.ReadByte();
            Span<byte> row = pixels.AsSpan(y * stride, stride);
            stream.ReadExactly(row);
            for (int i = 0; i < stride; i++)
            {
                int a = i < 3 ? 0 : row[i - 3], b = y == 0 ? 0 : pixels[(y - 1) * stride + i];
                int c = i < 3 || y == 0 ? 0 : pixels[(y - 1) * stride + i - 3];
                row[i] += (byte)(filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => Paeth(a, b, c) });
            }
        }
        return pixels;
    }

    private static int Paeth(int a, int b, int c)
    {
        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }
}
