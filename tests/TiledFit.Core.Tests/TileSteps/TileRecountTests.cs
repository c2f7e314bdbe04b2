using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Tests.TileSteps;

public class TileRecountTests
{
    [Fact]
    public void EqualsTheDirectEvaluation()
    {
        var random = new Random(5);
        var core = new PixelRectangle(30, 40, 40, 30);
        var bounds = new PixelRectangle(10, 20, 80, 70);
        var background = new Background(BackgroundKind.Plane, 0.5, 0.01, -0.02, 50, 50);
        Component[] owned =
        [
            new(0, new(1, 45, 50, 3, 1, 2)), new(1, new(0.7, 66, 66, 2.5, -1, 3)), new(2, new(1, 31, 41, 2, 0, 2)),
        ];
        Component[] others = [new(3, new(0.9, 75, 55, 4, 1, 4)), new(4, new(1.1, 50, 30, 3, 0, 5))];
        var step = new StepCase(bounds, (x, y) => (x * 13 + y * 7) % 23 == 0 ? double.NaN : random.NextDouble());
        double[] pixels = step.Pixels;
        TileCount count = TileRecount.Run(core, bounds, pixels, background, owned, others, new TileWorkspace());

        var gradient = new double[18];
        var curvature = new double[18];
        Gaussian[] all = [.. owned.Concat(others).Select(component => component.Shape)];
        long valid = 0;
        double sse = 0, one = 0, xi = 0, upsilon = 0;
        for (int k = 0; k < pixels.Length; k++)
        {
            int x = bounds.X + k % bounds.Width, y = bounds.Y + k / bounds.Width;
            double r = pixels[k] - background.ValueAt(x, y) - StepCase.Sum(all, x, y);
            if (double.IsNaN(r))
            {
                continue;
            }

            if (core.Contains(x, y))
            {
                valid++;
                sse += r * r;
                one += r;
                xi += r * (x - 50);
                upsilon += r * (y - 50);
            }

            for (int i = 0; i < owned.Length; i++)
            {
                Gaussian g = owned[i].Shape;
                double u1 = (x - g.X) / g.L11, u2 = (y - g.Y - g.L21 * u1) / g.L22, value = g.ValueAt(x, y);
                double[] phi = [1, u1, u2, u1 * u1, u1 * u2, u2 * u2];
                for (int a = 0; a < 6; a++)
                {
                    gradient[6 * i + a] -= r * value * phi[a];
                    curvature[6 * i + a] += value * value * phi[a] * phi[a];
                }
            }
        }

        Assert.Equal(valid, count.Pixels);
        Assert.Equal(sse, count.Sse, 1e-11 * sse);
        Assert.Equal(one, count.Sums.One, 1e-10);
        Assert.Equal(xi, count.Sums.X, 1e-8);
        Assert.Equal(upsilon, count.Sums.Y, 1e-8);
        double largest = Enumerable.Range(0, 18).Max(k => Math.Abs(gradient[k]) / Math.Sqrt(curvature[k]));
        Assert.Equal(largest, count.LargestGradient, 1e-3 * largest);
    }

    /// <summary>Of a component at its reach only the amplitude counts: |g_0|/√H_00 = |Σ r·g|/√(Σ g²).</summary>
    [Fact]
    public void WhatTheReachHoldsDoesNotCount()
    {
        var core = new PixelRectangle(0, 0, 50, 50);
        var g = new Gaussian(1, 25, 25, 3, 0, 3);
        var step = new StepCase(core, (x, y) => 1.1 * g.ValueAt(x, y));
        Assert.Equal(0.1 * Math.Sqrt(Math.PI * 9), Count(ComponentFlags.AtBound), 1e-5);

        Gaussian shifted = g with { X = 26 };
        step = step with { Value = (x, y) => shifted.ValueAt(x, y) };
        Assert.True(Count(ComponentFlags.AtBound) < 0.3 * Count(ComponentFlags.None));

        double Count(ComponentFlags flags) => TileRecount.Run(
            core, core, step.Pixels, Background.None, [new(0, g, flags)], [], new TileWorkspace()).LargestGradient;
    }

    [Fact]
    public void CancellationIsHeard()
    {
        var core = new PixelRectangle(0, 0, 9, 9);
        Assert.Throws<OperationCanceledException>(() => TileRecount.Run(
            core, core, new double[81], Background.None, [new(0, new(1, 4, 4, 2, 0, 2))], [], new TileWorkspace(),
            cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void ATileWithoutDataCountsNothing()
    {
        var core = new PixelRectangle(0, 0, 9, 9);
        TileCount count = TileRecount.Run(
            core, core, Enumerable.Repeat(double.NaN, 81).ToArray(), Background.None,
            [new(0, new(1, 4, 4, 2, 0, 2))], [],
            new TileWorkspace());
        Assert.Equal(new TileCount(0, 0, default, 0), count);
    }
}
