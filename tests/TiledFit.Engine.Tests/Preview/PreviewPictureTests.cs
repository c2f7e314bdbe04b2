using TiledFit.Core.Model;
using TiledFit.Engine.Preview;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Tests.Preview;

public class PreviewPictureTests
{
    // Place of the first panel and of its neighbours, as drawn.
    private const int Left = 32, Top = 110, BarSpace = 120, Gap = 28, TitleSpace = 36;

    private static readonly Background Level = new(BackgroundKind.Constant, 2, 0, 0, 0, 0);

    [Theory]
    [InlineData(300, 200, 600, 400)]
    [InlineData(841, 500, 421, 250)]
    [InlineData(2000, 1300, 667, 434)]
    public void AnExactModelLeavesAWhiteResidual(int width, int height, int panelWidth, int panelHeight)
    {
        Gaussian[] components = RandomComponents.Draw(30, width, height, seed: 5);
        var model = new ModelRenderer(components, Level);
        var z = new double[width * height];
        model.Render(new SampleGrid(0, 0, 1, width, height), z);
        PngPixels picture = Draw(new MemoryRaster(width, height, (x, y) => z[y * width + x]), components);

        Assert.Equal(2 * Left + 2 * (panelWidth + BarSpace) + Gap, picture.Width);
        int residualTop = Top + panelHeight + TitleSpace + Gap;
        for (int y = 0; y < panelHeight; y += 7)
        {
            for (int x = 0; x < panelWidth; x += 5)
            {
                (byte r, byte g, byte b) = picture[Left + x, residualTop + y];
                Assert.Equal((0xF7, 0xF7, 0xF7), (r, g, b));
                Assert.Equal(picture[Left + x, Top + y], picture[Left + panelWidth + BarSpace + Gap + x, Top + y]);
            }
        }
    }

    [Fact]
    public void PixelsWithoutDataAreHatched()
    {
        var raster = new MemoryRaster(840, 400, (x, y) => x is >= 100 and < 200 ? double.NaN : x + y);
        PngPixels picture = Draw(raster, []);
        (byte, byte, byte)[] greys = [(0xD0, 0xD0, 0xD0), (0xEF, 0xEF, 0xEF)];
        for (int x = 0; x < 840; x++)
        {
            Assert.Equal(x is >= 100 and < 200, greys.Contains(picture[Left + x, Top + 50]));
        }
    }

    [Fact]
    public void TheFirstPixelIsTheLowestColour()
    {
        PngPixels picture = Draw(new MemoryRaster(840, 400, (x, y) => x + y), []);
        Assert.Equal((0x44, 0x01, 0x54), picture[Left, Top]);
        Assert.Equal((0xFD, 0xE7, 0x25), picture[Left + 839, Top + 399]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5000, 1)]
    [InlineData(1, 3000)]
    public void AnyShapeHasAPicture(int width, int height)
    {
        PngPixels picture = Draw(new MemoryRaster(width, height, (_, _) => 5), [new Gaussian(1, 0, 0, 2, 1, 2)]);
        Assert.InRange(picture.Width, 360, 2100);
        Assert.InRange(picture.Height, 300, 2100);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e17, 0)]
    [InlineData(-1e10, 1e-7)]
    [InlineData(0, 1e-300)]
    [InlineData(0, 1e300)]
    public void AnyRangeHasAPicture(double level, double slope) =>
        Assert.InRange(Draw(new MemoryRaster(50, 50, (x, _) => level + slope * x), []).Width, 360, 2100);

    [Fact]
    public void ARasterWithoutDataHasAPicture() =>
        Assert.InRange(Draw(new MemoryRaster(50, 50, (_, _) => double.NaN), []).Width, 360, 2100);

    [Fact]
    public void MemoryDoesNotGrowWithTheRaster()
    {
        var raster = new MemoryRaster(9000, 700, (x, _) => x);
        Draw(raster, []);
        Assert.InRange(raster.LargestArea, 1, 512 * 512);
    }

    [Fact]
    public void ManyComponentsLeaveTheReliefVisible()
    {
        Gaussian[] components = RandomComponents.Draw(20_000, 840, 600, seed: 2);
        var outlines = new ComponentOutlines(components, new PixelRectangle(0, 0, 840, 600), 1);
        Assert.InRange(outlines.Shown.Count, 1, 19_999);
        Assert.True(outlines.Shown.Min(g => g.Volume) >= components.Except(outlines.Shown).Max(g => g.Volume));
    }

    private static PngPixels Draw(MemoryRaster raster, Gaussian[] components)
    {
        using var stream = new MemoryStream();
        var fitted = new FittedComponents(1, [[.. components.Select((shape, id) => new Component(id, shape))]]);
        PreviewPicture.Write(stream, raster, fitted, Level, 0.5, threads: 2);
        return PngPixels.Read(stream.ToArray());
    }
}
