using TiledFit.Core.Model;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Tests.Rendering;

public class ModelRendererTests
{
    private static readonly Gaussian[] Components = RandomComponents.Draw(80, 90, 70, seed: 1);
    private static readonly Background Plane = new(BackgroundKind.Plane, 3, 0.25, -0.5, 45, 35);

    [Theory]
    [InlineData(0, 0, 1, 90, 70)]
    [InlineData(-30, -20, 1, 20, 100)]
    [InlineData(12.25, 7.75, 0.3, 61, 40)]
    [InlineData(0, 0, 7, 12, 10)]
    [InlineData(500, 500, 1, 5, 5)]
    public void EqualsTheSumOfTheFormula(double x, double y, double step, int width, int height)
    {
        var values = new double[width * height];
        new ModelRenderer(Components, Plane).Render(new SampleGrid(x, y, step, width, height), values);
        for (int i = 0; i < values.Length; i++)
        {
            double px = x + i % width * step, py = y + i / width * step;
            Assert.Equal(Plane.ValueAt(px, py) + Components.Sum(g => g.ValueAt(px, py)), values[i], 1e-12);
        }
    }

    [Fact]
    public void ASamplesBitsDoNotDependOnTheGrid()
    {
        var renderer = new ModelRenderer(Components, Plane);
        double[] whole = new double[90 * 70], part = new double[31 * 17];
        renderer.Render(new SampleGrid(0, 0, 1, 90, 70), whole);
        renderer.Render(new SampleGrid(23, 41, 1, 31, 17), part);
        for (int i = 0; i < part.Length; i++)
        {
            Assert.Equal(whole[(41 + i / 31) * 90 + 23 + i % 31], part[i]);
        }
    }

    [Fact]
    public void TheSupportIsCutAtFiveSigma()
    {
        var values = new double[13];
        new ModelRenderer([new Gaussian(1, 6, 0, 1, 0, 1)], Background.None)
            .Render(new SampleGrid(0, 0, 1, 13, 1), values);
        Assert.Equal(Enumerable.Range(1, 11), Enumerable.Range(0, 13).Where(x => values[x] > 0));
        Assert.Equal(Math.Exp(-12.5), values[1], 1e-18);
    }

    [Fact]
    public void AComponentFarOutsideCostsNothing()
    {
        var values = new double[4];
        new ModelRenderer([new Gaussian(1, 1e300, -1e300, 1, 0, 1)], Background.None)
            .Render(new SampleGrid(0, 0, 1, 2, 2), values);
        Assert.All(values, value => Assert.Equal(0, value));
    }
}
