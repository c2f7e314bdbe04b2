using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Tests.Rasters;

namespace TiledFit.Data.Tests.Fits;

/// <summary>FITS images through GDAL, where cfitsio is not at hand: the same rows.</summary>
public sealed class GdalFitsTests
{
    [SkippableFact]
    public void Rows_are_the_files_order()
    {
        GdalTool.RequireLibrary();
        using var directory = new TiledFit.Data.Tests.Rasters.TemporaryDirectory();
        string path = directory.File("a.fits", FitsBytes.Primary(16, [3, 2], [1, 2, 3, 4, 5, 6]));
        using var raster = new GdalRaster(path, new RasterOpenOptions { NoData = 6 });
        Assert.Equal("FITS", raster.Info.Driver);
        Assert.Equal([1, 2, 3, 4, 5, double.NaN], raster.ReadAll());
        Assert.Equal([2, 3], raster.Read(new PixelRectangle(1, 0, 2, 1)));
    }

    [Fact]
    public void A_georeference_turned_over_puts_rows_where_they_were()
    {
        var stored = new GeoTransform(10, 2, 0.5, 20, 0.25, -3);
        GeoTransform turned = stored.TurnOver(height: 7);
        Assert.Equal(stored.ToWorld(4, 0), turned.ToWorld(4, 6));
        Assert.Equal(stored.ToWorld(1, 5), turned.ToWorld(1, 1));
    }
}
