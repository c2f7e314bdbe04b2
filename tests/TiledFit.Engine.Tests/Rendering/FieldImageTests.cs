using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Tests.Rendering;

public class FieldImageTests
{
    private const int Width = 640, Height = 530;
    private static readonly Gaussian[] Components = RandomComponents.Draw(60, Width, Height, seed: 3);
    private static readonly ModelRenderer Model = new(Components, Background.None);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    public void ResidualsAreMeansOverThePixelsWithData(int scale)
    {
        static double Value(int x, int y) =>
            (x + y) % 11 == 0 || y < 320 && x < 310 ? double.NaN : Math.Sin(0.1 * x) + 0.01 * y;
        var raster = new MemoryRaster(Width, Height, Value);
        var window = new PixelRectangle(5, 11, 620, 510);
        FieldImage image = FieldImage.OfResidual(Model, raster, window, scale);
        Assert.Equal(((620 + scale - 1) / scale, (510 + scale - 1) / scale), (image.Width, image.Height));

        var values = new double[image.Width * image.Height];
        image.Render(new PixelRectangle(0, 0, image.Width, image.Height), values);

        var f = new double[Width * Height];
        Model.Render(new SampleGrid(0, 0, 1, Width, Height), f);
        var sums = new double[values.Length];
        var counts = new int[values.Length];
        for (int y = window.Y; y < window.Bottom; y++)
        {
            for (int x = window.X; x < window.Right; x++)
            {
                int cell = (y - window.Y) / scale * image.Width + (x - window.X) / scale;
                if (double.IsNaN(Value(x, y)))
                {
                    continue;
                }

                sums[cell] += Value(x, y) - f[y * Width + x];
                counts[cell]++;
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(counts[i] == 0 ? double.NaN : sums[i] / counts[i], values[i], 1e-11);
        }
    }

    [Fact]
    public void APartIsThatPartOfTheWhole()
    {
        FieldImage image = FieldImage.OfModel(Model, new PixelRectangle(3, 4, 600, 500), 2);
        double[] whole = new double[image.Width * image.Height], part = new double[40 * 30];
        image.Render(new PixelRectangle(0, 0, image.Width, image.Height), whole);
        image.Render(new PixelRectangle(111, 97, 40, 30), part);
        for (int i = 0; i < part.Length; i++)
        {
            Assert.Equal(whole[(97 + i / 40) * image.Width + 111 + i % 40], part[i]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2.5)]
    [InlineData(1025)]
    [InlineData(1e-9)]
    [InlineData(double.NaN)]
    public void ScalesThatMeanNothingAreRefused(double scale) =>
        Assert.Contains("--scale", Assert.Throws<InputException>(
            () => FieldImage.OfModel(Model, new PixelRectangle(0, 0, 10, 10), scale)).Message);
}
