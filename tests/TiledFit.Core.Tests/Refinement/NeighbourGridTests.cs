using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Core.Refinement;
using TiledFit.Core.Tests.Kernels;

namespace TiledFit.Core.Tests.Refinement;

public class NeighbourGridTests
{
    /// <summary>The same as a look at all of them, also after some went and beside one of enormous width.</summary>
    [Fact]
    public void FindsWhatOverlapsTheMost()
    {
        var random = new Random(1);
        Gaussian[] shapes =
            [.. Enumerable.Range(0, 200).Select(_ => RandomGaussians.Next(random, 150, 120, 1, 8)),
             new Gaussian(1, 60, 60, 1e7, 0, 1e7)];
        var grid = new NeighbourGrid();
        for (int k = 0; k < shapes.Length; k++)
        {
            grid.Add(k, shapes[k]);
        }

        var gone = new HashSet<int>();
        for (int k = 0; k < 200; k += 7)
        {
            grid.Remove(k, shapes[k]);
            gone.Add(k);
        }

        for (int k = 1; k < 200; k += 3)
        {
            int[] expected =
            [
                .. Enumerable.Range(0, shapes.Length)
                    .Where(i => i != k && !gone.Contains(i) && GaussianProduct.Overlap(shapes[k], shapes[i]) > 0.05)
                    .OrderByDescending(i => GaussianProduct.Overlap(shapes[k], shapes[i]))
                    .Take(3),
            ];
            Assert.Equal(expected, grid.Nearest(shapes[k], 3, i => shapes[i], [k]));
        }
    }

    /// <summary>Two round components of equal size at distance d: e^(−d²/4σ²).</summary>
    [Fact]
    public void OverlapOfEqualOnes()
    {
        var g = new Gaussian(5, 10, 10, 2, 0, 2);
        Assert.Equal(1, GaussianProduct.Overlap(g, g), 1e-12);
        Assert.Equal(Math.Exp(-9.0 / 16), GaussianProduct.Overlap(g, g with { Amplitude = 1, Y = 13 }), 1e-12);
    }
}
