using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

public sealed class NpyRasterTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Bit patterns written down by hand, big-endian, with the numbers that they stand for.</summary>
    public static TheoryData<string, string, string, double[]> Types => new()
    {
        { "i1", "Int8", "80 FF 00 7F", [-128, -1, 0, 127] },
        { "u1", "Byte", "00 01 80 FF", [0, 1, 128, 255] },
        { "i2", "Int16", "8000 FFFF 0102 7FFF", [-32768, -1, 258, 32767] },
        { "u2", "UInt16", "0000 0102 8000 FFFF", [0, 258, 32768, 65535] },
        { "i4", "Int32", "80000000 FFFFFFFF 01020304 7FFFFFFF", [-2147483648, -1, 16909060, 2147483647] },
        { "u4", "UInt32", "00000000 01020304 80000000 FFFFFFFF", [0, 16909060, 2147483648, 4294967295] },
        {
            "i8", "Int64", "8000000000000000 FFFFFFFFFFFFFFFF 0000000100000002 001FFFFFFFFFFFFF",
            [-9223372036854775808.0, -1, 4294967298, 9007199254740991]
        },
        {
            "u8", "UInt64", "0000000000000000 8000000000000000 0000000100000002 001FFFFFFFFFFFFF",
            [0, 9223372036854775808.0, 4294967298, 9007199254740991]
        },
        { "f2", "Float16", "3C00 C000 3555 7BFF", [1, -2, 0.333251953125, 65504] },
        {
            "f4", "Float32", "3F800000 C0000000 3DCCCCCD 7F7FFFFF",
            [1, -2, 0.100000001490116119384765625, 3.4028234663852886e38]
        },
        {
            "f8", "Float64", "3FF0000000000000 C000000000000000 3FB999999999999A 7FEFFFFFFFFFFFFF",
            [1, -2, 0.1, 1.7976931348623157e308]
        },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Reads_every_type_in_both_byte_orders(string code, string type, string bigEndian, double[] expected)
    {
        byte[] big = Convert.FromHexString(bigEndian.Replace(" ", ""));
        byte[] little = [.. big.Chunk(big.Length / 4).SelectMany(element => element.Reverse())];
        foreach ((char order, byte[] elements) in new[] { ('>', big), ('<', little) })
        {
            string descr = $"'{(big.Length == 4 ? '|' : order)}{code}'";
            using IRaster raster = Open(NpyBytes.File(descr, "(2, 2)", elements));
            Assert.Equal(type, raster.Info.DataType);
            Assert.Equal(expected, raster.ReadAll());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reads_every_version_of_the_format(int version)
    {
        using IRaster raster = Open(NpyBytes.File("'|u1'", "(1, 3)", [7, 8, 9], version));
        Assert.Equal([7, 8, 9], raster.ReadAll());
        Assert.Equal((3, 1, 1, 1, "npy"), (
            raster.Info.Width, raster.Info.Height, raster.Info.BandCount, raster.Info.Band, raster.Info.Driver));
    }

    [Fact]
    public void Takes_the_header_as_old_and_other_writers_have_it()
    {
        const string Dictionary = "{\"shape\": (2L,1L), \"fortran_order\":False, \"descr\": \"|u1\"}";
        using IRaster raster = Open(NpyBytes.FromDictionary(Dictionary, [3, 4]));
        Assert.Equal([3, 4], raster.ReadAll());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(301, 13)]
    [InlineData(64, 257)]
    public void Windows_make_up_the_whole(int width, int height)
    {
        using IRaster raster = Open(NpyBytes.Counting(257, 301));
        double[] expected = [.. Enumerable.Range(0, 257 * 301).Select(i => (double)i)];
        Assert.Equal(expected, raster.ReadAll());
        Assert.Equal(expected, raster.ReadByWindows(width, height));
        Assert.Equal(expected, raster.ReadByWindows(width, height, parallel: true));
    }

    [Fact]
    public void Reads_rows_that_are_longer_than_its_buffer()
    {
        using IRaster raster = Open(NpyBytes.Counting(3, 200_000));
        Assert.Equal(Enumerable.Range(0, 600_000).Select(i => (double)i), raster.ReadAll());
        Assert.Equal(
            Enumerable.Range(200_001, 199_999).Select(i => (double)i),
            raster.Read(new PixelRectangle(1, 1, 199_999, 1)));
    }

    [SkippableFact]
    public void Reads_beyond_four_gigabytes()
    {
        Skip.If(OperatingSystem.IsWindows(), "NTFS would write the zeros");
        const int Height = 50_000, Width = 30_000;
        string path = _directory.File("large.npy", NpyBytes.File("'<f4'", $"({Height}, {Width})", []));
        using (FileStream file = File.OpenWrite(path))
        {
            // A sparse file: nothing but its last pixels takes room.
            file.Position = file.Length + 4L * Height * Width - 8;
            file.Write([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]);
        }

        using IRaster raster = RasterFactory.Open(path);
        Assert.Equal([0, 0, 0, 0, 1, -2], raster.Read(new PixelRectangle(Width - 3, Height - 2, 3, 2)));
    }

    [Fact]
    public void A_leading_axis_is_bands()
    {
        byte[] file = NpyBytes.File("'|u1'", "(3, 2, 2)", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        using IRaster first = Open(file), third = Open(file, new RasterOpenOptions { Band = 3 });
        Assert.Equal([1, 2, 3, 4], first.ReadAll());
        Assert.Equal([10, 12], third.Read(new PixelRectangle(1, 0, 1, 2)));
        Assert.Equal((3, 3), (third.Info.BandCount, third.Info.Band));
        Assert.NotEqual(first.Fingerprint, third.Fingerprint);
    }

    [Fact]
    public void Nodata_is_compared_with_what_is_stored()
    {
        byte[] shorts = NpyBytes.File("'>i2'", "(1, 3)", Convert.FromHexString("8001" + "0005" + "7FFF"));
        Assert.Equal([double.NaN, 5, 32767], ReadWithNoData(shorts, -32767));
        Assert.Equal([-32767, 5, 32767], ReadWithNoData(shorts, 40000));
        Assert.Equal([-32767, 5, 32767], ReadWithNoData(shorts, 5.5));

        byte[] floats = NpyBytes.File("'>f4'", "(1, 3)", Convert.FromHexString("3DCCCCCD" + "FF7FFFFF" + "3F800000"));
        Assert.Equal([double.NaN, -3.4028234663852886e38, 1], ReadWithNoData(floats, 0.1));
        Assert.Equal([0.100000001490116119384765625, double.NaN, 1], ReadWithNoData(floats, -3.4028235e38));
    }

    [Fact]
    public void Infinities_and_NaN_count_as_missing()
    {
        byte[] floats = Convert.FromHexString("7F800000" + "FF800000" + "7FC00001" + "40000000");
        using IRaster raster = Open(NpyBytes.File("'>f4'", "(1, 12)", [.. floats, .. floats, .. floats]));
        double[] values = raster.ReadAll();
        Assert.Equal(Enumerable.Range(0, 12).Select(i => i % 4 == 3 ? 2 : double.NaN), values);
        // One bit pattern, whatever was stored.
        Assert.Single(values.Where(double.IsNaN).Select(BitConverter.DoubleToInt64Bits).Distinct());
    }

    [Fact]
    public void The_fingerprint_follows_content_and_not_name()
    {
        byte[] bytes = NpyBytes.Counting(50, 40);
        string a = _directory.File("a.npy", bytes), b = _directory.File("b.npy", bytes);
        bytes[^1] ^= 1;
        string c = _directory.File("c.npy", bytes), longer = _directory.File("d.npy", NpyBytes.Counting(51, 40));
        DateTime then = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        foreach (string path in new[] { a, b, c, longer })
        {
            File.SetLastWriteTimeUtc(path, then);
        }

        Assert.Equal(32, FingerprintOf(a).Length);
        Assert.Equal(FingerprintOf(a), FingerprintOf(b));
        Assert.NotEqual(FingerprintOf(a), FingerprintOf(longer));
        File.SetLastWriteTimeUtc(c, then.AddSeconds(1));
        Assert.NotEqual(FingerprintOf(a), FingerprintOf(c));
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, 0, 3, 1)]
    [InlineData(0, 1, 1, 2)]
    [InlineData(0, 0, 0, 1)]
    public void A_window_outside_is_refused(int x, int y, int width, int height)
    {
        using IRaster raster = Open(NpyBytes.Counting(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => raster.Read(new PixelRectangle(x, y, width, height)));
    }

    [Fact]
    public void Reads_the_sample()
    {
        using IRaster raster = RasterFactory.Open(TestData.Sample("jacksboro.npy"));
        Assert.Equal((403, 344, "Int16"), (raster.Info.Width, raster.Info.Height, raster.Info.DataType));
        double[] values = raster.ReadAll();
        Assert.Equal((236, 1076), (values.Min(), values.Max()));
        Assert.Equal(73617913, values.Sum());
    }

    public static TheoryData<string, byte[], string> Bad => new()
    {
        { "empty", [], "not a .npy file" },
        { "magic", [.. "NUMPY\u0001\u0000v\u0000"u8, 0, 0, 0, 0], "not a .npy file" },
        { "version", NpyBytes.File("'<f4'", "(1, 1)", new byte[4], 9), "version 9" },
        { "cut in its header", NpyBytes.Counting(2, 2)[..40], "the file has 40" },
        { "cut in its length", NpyBytes.File("'<f4'", "(1, 1)", [], 2)[..11], "only 11 bytes" },
        { "header of 4 GiB", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255, .. new byte[99]], "4294967295 bytes" },
        { "header of 1 GiB", [0x93, .. "NUMPY"u8, 3, 0, 0, 0, 0, 64, .. new byte[99]], "1073741824 bytes" },
        { "no keys", NpyBytes.FromDictionary("{'descr': '<f4'}", []), "lacks descr, fortran_order or shape" },
        { "truncated", NpyBytes.Counting(3, 5)[..^1], "takes 130 bytes, the file has 129" },
        { "overflow", NpyBytes.File("'<f8'", "(2000000000, 2000000000, 2000000000)", []), "is truncated" },
        { "long axis", NpyBytes.File("'|u1'", "(1, 3000000000)", []), "no axis may be longer" },
        { "longer axis", NpyBytes.File("'|u1'", "(1, 99999999999999999999)", []), "impossible shape" },
        { "negative axis", NpyBytes.File("'|u1'", "(1, -1)", []), "impossible shape" },
        { "no pixel", NpyBytes.File("'|u1'", "(0, 5)", []), "has no pixel" },
        { "1-D", NpyBytes.File("'|u1'", "(4,)", new byte[4]), "has shape (4)" },
        { "0-D", NpyBytes.File("'|u1'", "()", new byte[1]), "has shape ()" },
        { "4-D", NpyBytes.File("'|u1'", "(1, 1, 1, 1)", new byte[1]), "has shape (1, 1, 1, 1)" },
        { "Fortran", NpyBytes.File("'<f4'", "(2, 2)", new byte[16], order: "True"), "Fortran order" },
        { "complex", NpyBytes.File("'<c8'", "(1, 1)", new byte[8]), "complex type '<c8'" },
        { "object", NpyBytes.File("'|O'", "(1, 1)", new byte[8]), "object type '|O'" },
        { "void", NpyBytes.File("'|V4'", "(1, 1)", new byte[4]), "structured type '|V4'" },
        { "structured", NpyBytes.File("[('z', '<f4')]", "(1, 1)", new byte[4]), "structured elements" },
        { "long double", NpyBytes.File("'<f16'", "(1, 1)", new byte[16]), "'<f16'" },
        { "text", NpyBytes.File("'<U3'", "(1, 1)", new byte[12]), "text type" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Says_in_one_line_what_is_wrong(string name, byte[] file, string reason)
    {
        string path = _directory.File($"{name}.npy", file);
        InputException error = Assert.Throws<InputException>(() => RasterFactory.Open(path));
        Assert.StartsWith(path + ": ", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Says_what_is_wrong_with_name_and_band()
    {
        Assert.EndsWith("there is no such file", Error(_directory.File("none.npy")));
        Assert.EndsWith("there is no such file", Error(_directory.File("none/none.npy")));
        Directory.CreateDirectory(_directory.File("dir.npy"));
        Assert.Contains("is a directory", Error(_directory.File("dir.npy")));
        string one = _directory.File("one.npy", NpyBytes.Counting(1, 1));
        Assert.Contains("--band 2: has shape (1, 1), so bands are 1 to 1", Error(one, 2));
        Assert.Contains("--band 0:", Error(one, 0));
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_an_error()
    {
        string path = _directory.File("shrinks.npy", NpyBytes.Counting(10, 10));
        using IRaster raster = RasterFactory.Open(path);
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length - 100);
        }

        InputException error = Assert.Throws<InputException>(() => raster.Read(new PixelRectangle(0, 8, 5, 2)));
        Assert.Contains("row 8", error.Message);
    }

    private static string Error(string path, int band = 1) =>
        Assert.Throws<InputException>(() => RasterFactory.Open(path, new RasterOpenOptions { Band = band })).Message;

    private static string FingerprintOf(string path)
    {
        using IRaster raster = RasterFactory.Open(path);
        return raster.Fingerprint;
    }

    private double[] ReadWithNoData(byte[] file, double noData)
    {
        using IRaster raster = Open(file, new RasterOpenOptions { NoData = noData });
        Assert.Equal(noData, raster.Info.NoData);
        return raster.ReadAll();
    }

    private IRaster Open(byte[] file, RasterOpenOptions? options = null) =>
        RasterFactory.Open(_directory.File($"{Guid.NewGuid()}.npy", file), options);
}
