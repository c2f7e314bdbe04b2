using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

public sealed class RasterWriterTests : IDisposable
{
    private const int Width = 300, Height = 270;

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Values that float32 holds exactly, and two that are missing.</summary>
    private readonly double[] _values =
        [.. Enumerable.Range(0, Width * Height).Select(i => i is 5 or 80_000 ? double.NaN : i * 0.25 - 1000)];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Npy_has_the_bytes_that_numpy_writes()
    {
        string path = _directory.File("small.npy");
        using (IRasterWriter writer = RasterWriterFactory.Create(path, 2, 1))
        {
            writer.Write(new PixelRectangle(0, 0, 2, 1), [1, -2]);
            writer.Complete();
        }

        // numpy.save(path, numpy.array([[1, -2]], 'f4'))
        string dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".PadRight(117) + "\n";
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. dictionary.Select(c => (byte)c)];
        Assert.Equal([.. header, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], File.ReadAllBytes(path));
    }

    [SkippableTheory]
    [InlineData("z.npy", RasterElementType.Float32, 300, 1)]
    [InlineData("z.npy", RasterElementType.Float64, 256, 256)]
    [InlineData("z.npy", RasterElementType.Float32, 7, 100)]
    [InlineData("z.tif", RasterElementType.Float32, 300, 1)]
    [InlineData("z.tif", RasterElementType.Float64, 256, 256)]
    [InlineData("z.TIFF", RasterElementType.Float32, 7, 100)]
    public void What_was_written_is_read(string name, RasterElementType type, int windowWidth, int windowHeight)
    {
        Skip.If(!name.EndsWith("npy") && Gdal.Version is null, "libgdal is not installed");
        string path = _directory.File(name);
        Write(path, type, windowWidth, windowHeight, parallel: false);
        AssertWritten(path, type);
        File.Delete(path);
        Write(path, type, windowWidth, windowHeight, parallel: true);
        AssertWritten(path, type);
        Assert.Equal([name], _directory.Files);
    }

    [SkippableTheory]
    [InlineData("terrain/srtm_bigtujunga30m_utm11.tif")]
    [InlineData("terrain/N46E008.tif")]
    [InlineData("terrain/SainteHelens.dem")]
    public void GeoTiff_keeps_the_georeference(string name)
    {
        GdalTool.RequireLibrary();
        RasterInfo source;
        using (IRaster raster = RasterFactory.Open(TestData.Shared(name)))
        {
            source = raster.Info;
        }

        string path = _directory.File("out.tif");
        using (IRasterWriter writer = RasterWriterFactory.Create(path, Width, Height, source.GeoTransform, source.Crs))
        {
            writer.Write(new PixelRectangle(0, 0, Width, Height), _values);
            writer.Complete();
        }

        JsonElement written = GdalTool.Info(path), original = GdalTool.Info(TestData.Shared(name));
        AssertGeoTiff(written);
        Assert.Equal(original.GetProperty("geoTransform").ToString(), written.GetProperty("geoTransform").ToString());
        Assert.Equal(GdalTool.Proj4(TestData.Shared(name)), GdalTool.Proj4(path));
        using IRaster back = RasterFactory.Open(path);
        Assert.Equal(source.GeoTransform, back.Info.GeoTransform);
        Assert.Equal(_values, back.ReadAll());
    }

    [SkippableTheory]
    [InlineData("z.npy")]
    [InlineData("z.tif")]
    public void Nothing_appears_unless_it_is_complete(string name)
    {
        GdalTool.RequireLibrary();
        string path = _directory.File(name, "older");
        using (IRasterWriter writer = RasterWriterFactory.Create(path, 4, 2))
        {
            writer.Write(new PixelRectangle(0, 0, 4, 1), [1, 2, 3, 4]);
            Assert.Throws<InvalidOperationException>(writer.Complete);
            Assert.Throws<ArgumentOutOfRangeException>(
                () => writer.Write(new PixelRectangle(0, 0, 5, 1), new double[5]));
        }

        Assert.Equal([name], _directory.Files);
        Assert.Equal("older", File.ReadAllText(path));
    }

    [SkippableFact]
    public void Says_in_one_line_what_cannot_be_written()
    {
        GdalTool.RequireLibrary();
        Assert.Contains("'.jpg'; use .npy, .tif or .tiff", Error("z.jpg"));
        Assert.Contains("there is no directory", Error(_directory.File("none/z.npy")));
        Assert.Contains("there is no directory", Error(_directory.File("none/z.tif")));
        Directory.CreateDirectory(_directory.File("dir.tif"));
        Assert.Contains("it is a directory", Error(_directory.File("dir.tif")));
        var nonsense = new CoordinateReferenceSystem("PROJCRS[nonsense", null, "Nowhere", null);
        InputException error = Assert.Throws<InputException>(
            () => RasterWriterFactory.Create(_directory.File("z.tif"), 1, 1, null, nonsense));
        Assert.Contains("the georeference cannot be written", error.Message);
        Assert.Empty(_directory.Files);
    }

    private static string Error(string path) =>
        Assert.Throws<InputException>(() => RasterWriterFactory.Create(path, 1, 1)).Message;

    private static void AssertGeoTiff(JsonElement info)
    {
        JsonElement band = info.GetProperty("bands")[0];
        Assert.Equal("GTiff", info.GetProperty("driverShortName").GetString());
        Assert.Equal("[256,256]", band.GetProperty("block").ToString().Replace(" ", "").Replace("\n", ""));
        Assert.Equal("NaN", band.GetProperty("noDataValue").GetString());
        JsonElement structure = info.GetProperty("metadata").GetProperty("IMAGE_STRUCTURE");
        Assert.Equal("DEFLATE", structure.GetProperty("COMPRESSION").GetString());
        Assert.Equal(-1000, band.GetProperty("computedMin").GetDouble());
        Assert.Equal(Width * Height * 0.25 - 1000.25, band.GetProperty("computedMax").GetDouble());
    }

    private void Write(string path, RasterElementType type, int windowWidth, int windowHeight, bool parallel)
    {
        using IRasterWriter writer = RasterWriterFactory.Create(path, Width, Height, type: type);
        var whole = new PixelRectangle(0, 0, Width, Height);
        IEnumerable<PixelRectangle> windows =
            from y in Enumerable.Range(0, (Height + windowHeight - 1) / windowHeight)
            from x in Enumerable.Range(0, (Width + windowWidth - 1) / windowWidth)
            select whole.Intersect(new PixelRectangle(x * windowWidth, y * windowHeight, windowWidth, windowHeight));
        Parallel.ForEach(
            windows, new ParallelOptions { MaxDegreeOfParallelism = parallel ? 4 : 1 }, window =>
            {
                IEnumerable<double> values =
                    from y in Enumerable.Range(window.Y, window.Height)
                    from x in Enumerable.Range(window.X, window.Width)
                    select _values[y * Width + x];
                writer.Write(window, values.ToArray());
            });
        writer.Complete();
    }

    private void AssertWritten(string path, RasterElementType type)
    {
        using IRaster raster = RasterFactory.Open(path);
        Assert.Equal((Width, Height, type.ToString()), (raster.Info.Width, raster.Info.Height, raster.Info.DataType));
        Assert.Equal(_values, raster.ReadAll());
    }
}
