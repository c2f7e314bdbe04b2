using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

public sealed class GdalTests
{
    [SkippableFact]
    public void The_version_is_that_of_the_programs()
    {
        GdalTool.RequireLibrary();
        Assert.StartsWith($"GDAL {Gdal.Version},", GdalTool.Run("gdalinfo", "--version"));
    }

    [SkippableFact]
    public void The_cache_is_bounded_and_can_be_set()
    {
        GdalTool.RequireLibrary();
        Assert.Equal(64 << 20, GdalNative.GDALGetCacheMax64());
        Gdal.CacheBytes = 65 << 20;
        Assert.Equal(65 << 20, GdalNative.GDALGetCacheMax64());
        Gdal.CacheBytes = 64 << 20;
    }

    [Fact]
    public void A_file_that_is_not_GDAL_is_not_loaded()
    {
        Assert.Equal(0, GdalLibrary.Load(Path.Combine(AppContext.BaseDirectory, "no-such-libgdal.so")));
        Assert.Equal(0, GdalLibrary.Load(typeof(GdalTests).Assembly.Location));
        Assert.Equal(0, GdalLibrary.Load("libc.so.6"));
    }

    [Fact]
    public void Without_GDAL_the_package_is_named()
    {
        string message = Gdal.Missing(null);
        Assert.Contains("apt-get install libgdal32", message);
        Assert.Contains("libgdal-dev", message);
        Assert.Contains("conda install", message);
        Assert.Contains("brew install gdal", message);
        Assert.Contains("TILEDFIT_GDAL names /x/libgdal.so, which cannot be loaded", Gdal.Missing("/x/libgdal.so"));
    }

    /// <summary>To run it where GDAL is installed, let TILEDFIT_GDAL name a file that is not there.</summary>
    [SkippableFact]
    public void Without_GDAL_a_raster_is_an_error_of_one_line()
    {
        Skip.IfNot(Gdal.Version is null, "libgdal is installed");
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.tif", "II*");
        Assert.StartsWith($"{path}: needs GDAL", Assert.Throws<InputException>(() => RasterFactory.Open(path)).Message);
        string output = directory.File("b.tif");
        InputException error = Assert.Throws<InputException>(() => RasterWriterFactory.Create(output, 1, 1));
        Assert.StartsWith($"{output}: needs GDAL", error.Message);
    }
}
