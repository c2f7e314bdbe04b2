using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Fits;
using TiledFit.Data.Rasters;
using TiledFit.Data.Tests.Rasters;

namespace TiledFit.Data.Tests.Fits;

public sealed class FitsRasterTests : IDisposable
{
    private static readonly double[] Six = [1, 2, 3, 4, 5, 6];

    private readonly Rasters.TemporaryDirectory _directory = new();

    public FitsRasterTests() => FitsTool.RequireCfitsio();

    public void Dispose() => _directory.Dispose();

    [SkippableTheory]
    [InlineData("abell2255_ch0", 129, 129)]
    [InlineData("synthetic_102", 512, 256)]
    public void An_image_of_the_sky_is_read_as_it_is(string name, int width, int height)
    {
        using IRaster fits = RasterFactory.Open(TestData.Shared($"astronomy/{name}.fits"));
        using IRaster npy = RasterFactory.Open(TestData.Shared($"astronomy/{name}.npy"));
        Assert.Equal(("cfitsio", width, height, "Float32"),
            (fits.Info.Driver, fits.Info.Width, fits.Info.Height, fits.Info.DataType));
        Assert.Equal(npy.ReadAll(), fits.ReadAll());
        Assert.Equal(npy.ReadAll(), fits.ReadByWindows(37, 23, parallel: true));
    }

    [SkippableFact]
    public void The_first_row_of_the_file_is_row_0()
    {
        using IRaster raster = Open(FitsBytes.Primary(-64, [3, 2], Six));
        Assert.Equal([1, 2, 3], raster.Read(new PixelRectangle(0, 0, 3, 1)));
        Assert.Equal([5, 6], raster.Read(new PixelRectangle(1, 1, 2, 1)));
    }

    [SkippableTheory]
    [InlineData(8, "Byte")]
    [InlineData(16, "Int16")]
    [InlineData(32, "Int32")]
    [InlineData(64, "Int64")]
    [InlineData(-32, "Float32")]
    [InlineData(-64, "Float64")]
    public void Every_type_is_read(int bitPix, string type)
    {
        using IRaster raster = Open(FitsBytes.Primary(bitPix, [3, 2], Six));
        Assert.Equal(type, raster.Info.DataType);
        Assert.Equal(Six, raster.ReadAll());
    }

    [SkippableFact]
    public void Scale_and_blank_are_the_files()
    {
        using IRaster raster = Open(FitsBytes.Primary(
            16, [3, 2], [1, -32768, 3, 4, 5, 6], "BSCALE  = 0.5", "BZERO   = 100.0", "BLANK   = -32768"));
        Assert.Equal((-32768.0, 0.5, 100.0), (raster.Info.NoData, raster.Info.Scale, raster.Info.Offset));
        Assert.Equal([100.5, double.NaN, 101.5, 102, 102.5, 103], raster.ReadAll());
    }

    [SkippableFact]
    public void A_nodata_value_of_the_users_stands_instead_of_blank()
    {
        byte[] file = FitsBytes.Primary(
            16, [3, 2], [1, -7, 3, 4, 5, 6], "BSCALE  = 0.1", "BZERO   = 3.0", "BLANK   = -7");
        using IRaster raster = Open(file, new RasterOpenOptions { NoData = 3 });
        double[] values = raster.ReadAll();
        Assert.Equal([false, false, true, false, false, false], values.Select(double.IsNaN));
        Assert.Equal(2.3, values[1], 1e-12);
    }

    [SkippableFact]
    public void Nan_infinity_and_a_nodata_value_of_floats_are_no_data()
    {
        byte[] file = FitsBytes.Primary(-32, [3, 2], [0.1, double.NaN, double.PositiveInfinity, 4, 5, 6]);
        using IRaster raster = Open(file, new RasterOpenOptions { NoData = 0.1 });
        Assert.Equal([double.NaN, double.NaN, double.NaN, 4, 5, 6], raster.ReadAll());
    }

    [SkippableFact]
    public void Unsigned_integers_are_a_type_of_their_own()
    {
        byte[] file = FitsBytes.Primary(
            16, [3, 2], [-32768, -32767, 0, 1, 32766, 32767], "BZERO   = 32768", "BLANK   = 32767");
        using IRaster raster = Open(file);
        Assert.Equal(
            ("UInt16", 65535.0, 1.0, 0.0),
            (raster.Info.DataType, raster.Info.NoData, raster.Info.Scale, raster.Info.Offset));
        Assert.Equal([0, 1, 32768, 32769, 65534, double.NaN], raster.ReadAll());
        using IRaster zero = Open(file, new RasterOpenOptions { NoData = 0 });
        Assert.Equal([double.NaN, 1, 32768, 32769, 65534, 65535], zero.ReadAll());
    }

    [SkippableFact]
    public void Axes_of_length_1_are_dropped()
    {
        foreach (long[] lengths in new long[][] { [3, 2, 1, 1], [1, 3, 2], [3, 1, 2, 1], [3, 2] })
        {
            using IRaster raster = Open(FitsBytes.Primary(32, lengths, Six));
            Assert.Equal((3, 2), (raster.Info.Width, raster.Info.Height));
            Assert.Equal(Six, raster.ReadAll());
        }

        using IRaster column = Open(FitsBytes.Primary(32, [1, 6], Six));
        using IRaster line = Open(FitsBytes.Primary(32, [6, 1, 1], Six));
        Assert.Equal((1, 6, 6, 1), (column.Info.Width, column.Info.Height, line.Info.Width, line.Info.Height));
    }

    [SkippableFact]
    public void A_cube_needs_a_plane()
    {
        byte[] file = FitsBytes.Primary(32, [2, 2, 1, 3], [.. Enumerable.Range(0, 12).Select(i => (double)i)]);
        string path = _directory.File("cube.fits", file);
        Assert.Equal(
            $"{path}: its image is 2 × 2 × 1 × 3; name one plane by --plane K, on axis 4 (1 to 3)", Error(path, null));
        Assert.Contains("axis 4 has planes 1 to 3", Error(path, "4"));
        Assert.Contains("one number each on axis 4", Error(path, "1,2"));
        Assert.Contains("is no number from 1", Error(path, "0"));
        Assert.Contains("is no number from 1", Error(path, "a"));
        using IRaster second = RasterFactory.Open(path, new RasterOpenOptions { Plane = "2" });
        Assert.Equal([4, 5, 6, 7], second.ReadAll());
        Assert.Equal("2", second.Info.Plane);
        Assert.Contains("--band 2", Assert.Throws<InputException>(
            () => RasterFactory.Open(path, new RasterOpenOptions { Band = 2, Plane = "1" })).Message);
    }

    [SkippableFact]
    public void A_cube_of_four_axes_needs_two_numbers()
    {
        byte[] file = FitsBytes.Primary(16, [2, 1, 2, 2, 3], [.. Enumerable.Range(0, 24).Select(i => (double)i)]);
        string path = _directory.File("cube.fits", file);
        Assert.EndsWith("--plane K,L, on axis 4 (1 to 2), axis 5 (1 to 3)", Error(path, null));
        using IRaster raster = RasterFactory.Open(path, new RasterOpenOptions { Plane = "2,3" });
        Assert.Equal([20, 21, 22, 23], raster.ReadAll());
    }

    [SkippableFact]
    public void A_plane_goes_with_further_axes_of_fits_images_only()
    {
        string path = _directory.File("a.fits", FitsBytes.Primary(16, [3, 2], Six));
        Assert.Contains("has no further axis; leave --plane out", Error(path, "1"));
        Assert.Contains("--plane goes with FITS images", Error(TestData.Sample("jacksboro.npy"), "1"));
    }

    [SkippableFact]
    public void The_first_image_with_data_is_read_unless_another_unit_is_named()
    {
        string path = _directory.File("a.fits",
        [
            .. FitsBytes.Primary(8, [], []),
            .. FitsBytes.Extension(16, [3, 2], Six, "EXTNAME = 'SCI     '"),
            .. FitsBytes.Extension(16, [2, 3], Six, "EXTNAME = 'SCI     '", "EXTVER  = 2"),
        ]);
        Assert.Equal(3, WidthOf(path));
        Assert.Equal(3, WidthOf($"{path}[1]"));
        Assert.Equal(2, WidthOf($"{path}[2]"));
        Assert.Equal(3, WidthOf($"{path}[SCI]"));
        Assert.Equal(2, WidthOf($"{path}[SCI,2]"));
        Assert.Contains("this unit holds no image", Error($"{path}[0]", null));
        Assert.Contains("there is no such unit", Error($"{path}[3]", null));
        Assert.Contains("there is no such unit", Error($"{path}[2147483647]", null));
        Assert.Contains("there is no such unit", Error($"{path}[ERR]", null));
        Assert.Contains("[1:2,1:2] names no unit", Error($"{path}[1:2,1:2]", null));
        Assert.Contains("names no unit", Error($"{path}[col x=1]", null));
    }

    /// <summary>cfitsio would create, run, fetch or filter by such names; here no such file is there.</summary>
    [SkippableTheory]
    [InlineData("!a.fits")]
    [InlineData("a.fits(b.fits)")]
    [InlineData("a.fits+1")]
    [InlineData("file://a.fits")]
    [InlineData("mem://a.fits")]
    [InlineData("shmem://h1")]
    [InlineData("stdin")]
    [InlineData("-")]
    [InlineData("ftp://127.0.0.1/a.fits")]
    [InlineData("root://127.0.0.1/a.fits")]
    public void Names_mean_files_and_nothing_else(string name)
    {
        _directory.File("a.fits", FitsBytes.Primary(16, [3, 2], Six));
        string path = _directory.File(name);
        Assert.Null(FitsName.Find(path));
        Assert.Null(FitsName.Find(name));
        string[] before = [.. _directory.Files];
        Assert.Throws<InputException>(() => FitsFile.OpenRead(new FitsName(path, path, null, null, 0)));
        Assert.Equal(before, _directory.Files);
    }

    [SkippableTheory]
    [InlineData("!x(y).fits")]
    [InlineData("a[1].fits")]
    [InlineData("b.fits[1]")]
    [InlineData("with space+2")]
    public void A_file_of_any_name_is_read(string name)
    {
        using IRaster raster = RasterFactory.Open(_directory.File(name, FitsBytes.Primary(16, [3, 2], Six)));
        Assert.Equal(Six, raster.ReadAll());
    }

    [SkippableFact]
    public void Files_that_are_no_good_are_errors_of_one_line()
    {
        byte[] file = FitsBytes.Primary(-32, [100, 100], new double[10_000]);
        string truncated = _directory.File("a.fits", file[..8000]);
        using IRaster raster = RasterFactory.Open(truncated);
        Assert.Contains("truncated or damaged", Assert.Throws<InputException>(() => raster.ReadAll()).Message);
        Assert.Contains("one axis of 6", Error(_directory.File("b.fits", FitsBytes.Primary(16, [6], Six)), null));
        Assert.Contains("no image", Error(_directory.File("c.fits", FitsBytes.Primary(8, [], [])), null));
        byte[] noise = FitsBytes.Primary(16, [3, 2], Six);
        noise.AsSpan(80, 2000).Fill((byte)'#');
        Assert.Contains("cannot be opened", Error(_directory.File("d.fits", noise), null));
    }

    /// <summary>fpack compresses integers without loss by default.</summary>
    [SkippableTheory]
    [InlineData("-r")]
    [InlineData("-g")]
    [InlineData("-h")]
    public void Images_compressed_in_tiles_are_read(string method)
    {
        double[] pixels = [.. Enumerable.Range(0, 100 * 70).Select(i => i % 37 == 5 ? -99.0 : i * 7919 % 1000)];
        string path = _directory.File(
            "a.fits", FitsBytes.Primary(16, [100, 70, 1], pixels, "BSCALE  = 0.25", "BZERO   = 10.", "BLANK   = -99"));
        GdalTool.Run("fpack", method, "-t", "32,16,1", path);
        using IRaster plain = RasterFactory.Open(path), packed = RasterFactory.Open($"{path}.fz");
        Assert.Equal((32, 16), (packed.Info.BlockWidth, packed.Info.BlockHeight));
        Assert.Equal(plain.Info.NoData, packed.Info.NoData);
        double[] expected = [.. pixels.Select(value => value == -99 ? double.NaN : 0.25 * value + 10)];
        Assert.Equal(expected, plain.ReadAll());
        Assert.Equal(expected, packed.ReadAll());
        Assert.Equal(expected, packed.ReadByWindows(33, 9));
        using IRaster unit = RasterFactory.Open($"{path}.fz[1]", new RasterOpenOptions { NoData = 0 });
        Assert.Equal(pixels.Select(value => value == 0), unit.ReadAll().Select(double.IsNaN));
    }

    [SkippableFact]
    public void Drivers_that_do_not_include_fits_exclude_it()
    {
        string path = _directory.File("a.fits", FitsBytes.Primary(16, [3, 2], Six));
        using IRaster raster = RasterFactory.Open(path, new RasterOpenOptions { Drivers = ["GTiff", "FITS"] });
        Assert.Equal("cfitsio", raster.Info.Driver);
        Assert.Throws<InputException>(() => RasterFactory.Open(path, new RasterOpenOptions { Drivers = ["GTiff"] }));
        Assert.Throws<InputException>(() => RasterFactory.Open(path, new RasterOpenOptions { Drivers = [] }));
    }

    [SkippableFact]
    public void Another_plane_is_another_raster()
    {
        byte[] file = FitsBytes.Primary(32, [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
        using IRaster first = Open(file, new RasterOpenOptions { Plane = "1" });
        using IRaster second = Open(file, new RasterOpenOptions { Plane = "2" });
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
    }

    private static int WidthOf(string path)
    {
        using IRaster raster = RasterFactory.Open(path);
        return raster.Info.Width;
    }

    private static string Error(string path, string? plane) => Assert.Throws<InputException>(
        () => RasterFactory.Open(path, new RasterOpenOptions { Plane = plane })).Message;

    private IRaster Open(byte[] file, RasterOpenOptions? options = null) =>
        RasterFactory.Open(_directory.File($"{Guid.NewGuid()}.fits", file), options);
}
