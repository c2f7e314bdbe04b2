using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Tests.Rasters;

public sealed class GdalDriverTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public void OnlyTheDriversThatAreNamedOpenAFile()
    {
        Skip.If(Gdal.Version is null, "GDAL is not installed");
        string file = _directory.File("a.tif");
        using (IRasterWriter writer = RasterWriterFactory.Create(file, 3, 2))
        {
            writer.Write(new PixelRectangle(0, 0, 3, 2), [1, 2, 3, 4, 5, 6]);
            writer.Complete();
        }

        foreach (string[]? drivers in new string[]?[] { null, ["GTiff"], ["PNG", "GTiff"], ["NoSuchDriver", "GTiff"] })
        {
            using IRaster raster = RasterFactory.Open(file, new RasterOpenOptions { Drivers = drivers });
            Assert.Equal("GTiff", raster.Info.Driver);
        }

        foreach (string[] drivers in new string[][] { [], ["PNG"], ["NoSuchDriver"] })
        {
            InputException refused = Assert.Throws<InputException>(
                () => RasterFactory.Open(file, new RasterOpenOptions { Drivers = drivers }));
            Assert.Contains(file, refused.Message);
        }
    }
}
