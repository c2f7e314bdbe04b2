using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Core.Tests.Seeding;

namespace TiledFit.Core.Tests.Statistics;

public class WindowStatisticsTests
{
    private static readonly PixelRectangle Bounds = new(30, 40, 200, 150);

    [Fact]
    public void WhiteNoiseHasItsSigmaByEveryMeasure()
    {
        WindowStatistics statistics = WindowStatistics.Of(Bounds, Field.Plant(Bounds, [], 3).Values);
        Assert.Equal(Bounds.Area, statistics.Pixels);
        Assert.InRange(statistics.Noise, 2.9, 3.1);
        Assert.InRange(statistics.FirstDifference, 2.9 * Math.Sqrt(2), 3.1 * Math.Sqrt(2));
        Assert.InRange(statistics.Scatter, 2.8, 3.2);
        Assert.InRange(statistics.LowQuantile, -8.5, -7);
        // The median of 256 Gaussian values scatters by 1.2533·σ/16.
        Assert.InRange(statistics.Spread, 0.5 * 3 * 1.2533 / 16, 1.4 * 3 * 1.2533 / 16);
    }

    [Fact]
    public void SourcesAndSlopesDoNotReachTheNoise()
    {
        Gaussian[] sources = [.. Enumerable.Range(0, 60).Select(
            k => Field.Ellipse(100, 40 + 31 * k % 180, 50 + 17 * k % 130, 1.5, 1.5, 0))];
        double[] pixels = Field.Plant(Bounds, sources, 1).Values;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] += 0.1 * (i % 200) - 0.2 * (i / 200);
        }

        Assert.InRange(WindowStatistics.Of(Bounds, pixels).Noise, 0.95, 1.15);
    }

    [Fact]
    public void ExtremesAreExactAndPixelsWithoutDataDoNotCount()
    {
        double[] pixels = Field.Plant(Bounds, [], 1).Values;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            pixels[i] = i % 2 == 0 ? double.NaN : double.PositiveInfinity;
        }

        double[] valid = [.. pixels.Where(double.IsFinite)];
        WindowStatistics statistics = WindowStatistics.Of(Bounds, pixels);
        Assert.Equal(valid.Length, statistics.Pixels);
        Assert.Equal(valid.Min(), statistics.Minimum);
        Assert.Equal(valid.Max(), statistics.Maximum);
        Assert.InRange(statistics.Scatter, 0.9, 1.1);
    }

    /// <summary>σ = 3, and data in one pixel of twenty: some thirteen in a block of 16 × 16 px.</summary>
    [Fact]
    public void AFewPixelsAllOverAreEnough()
    {
        double[] pixels = Field.Plant(Bounds, [], 3).Values;
        var random = new Random(7);
        WindowStatistics statistics = WindowStatistics.Of(
            Bounds, [.. pixels.Select(z => random.NextDouble() < 0.05 ? z : double.NaN)]);
        Assert.InRange(statistics.Scatter, 2.6, 3.4);
        Assert.InRange(statistics.FirstDifference, 2.4 * Math.Sqrt(2), 3.6 * Math.Sqrt(2));
        Assert.InRange(statistics.Noise, 1.8, 4.2);
        // The median of 128 and more scatters by at most 1.2533·σ/√128.
        double error = 3 * 1.2533 / Math.Sqrt(128);
        Assert.InRange(statistics.Patches.Count, 2, 16);
        Assert.All(statistics.Patches, patch => Assert.InRange(patch.Level, -4 * error, 4 * error));
    }

    /// <summary>Without neighbours the scatter stands for the noise, as if that were white.</summary>
    [Fact]
    public void PixelsWithoutNeighboursHaveTheScatterForNoise()
    {
        double[] pixels = Field.Plant(Bounds, [], 3).Values;
        WindowStatistics statistics = WindowStatistics.Of(
            Bounds,
            [.. pixels.Select((z, i) => i % Bounds.Width % 4 == 0 && i / Bounds.Width % 4 == 0 ? z : double.NaN)]);
        Assert.InRange(statistics.Scatter, 2.7, 3.3);
        Assert.Equal(statistics.Scatter, statistics.Noise);
        Assert.Equal(Math.Sqrt(2) * statistics.Scatter, statistics.FirstDifference);
    }

    [Fact]
    public void APixelOrNothingIsEnough()
    {
        var one = new PixelRectangle(3, 4, 1, 1);
        WindowStatistics single = WindowStatistics.Of(one, [5.0]);
        Assert.Equal((1, 5, 5, 5), (single.Pixels, single.Minimum, single.Maximum, single.LowQuantile));
        Assert.Equal((3, 4), (single.MinimumColumn, single.MinimumRow));
        Assert.Equal([new PatchLevel(3, 4, 5)], single.Patches);
        WindowStatistics nothing = WindowStatistics.Of(one, [double.NaN]);
        Assert.Equal((0, 0, 0), (nothing.Pixels, nothing.Scatter, nothing.Patches.Count));
    }

    [Fact]
    public void OneWindowCombinesToItself()
    {
        WindowStatistics whole = WindowStatistics.Of(Bounds, Field.Plant(Bounds, [], 1).Values);
        WindowStatistics combined = WindowStatistics.Combine([whole]);
        Assert.Equal(whole with { Patches = [] }, combined with { Patches = [] });
        Assert.Equal(whole.Patches, combined.Patches);
    }

    [Fact]
    public void TilesCombineToTheWhole()
    {
        double[] pixels = Field.Plant(Bounds, [], 2).Values;
        WindowStatistics whole = WindowStatistics.Of(Bounds, pixels);
        WindowStatistics[] tiles =
        [
            Part(pixels, new PixelRectangle(30, 40, 120, 150)), Part(pixels, new PixelRectangle(150, 40, 80, 150)),
        ];
        WindowStatistics combined = WindowStatistics.Combine(tiles);
        Assert.Equal(whole.Pixels, combined.Pixels);
        Assert.Equal(whole.Minimum, combined.Minimum);
        Assert.Equal(whole.Maximum, combined.Maximum);
        Assert.Equal(Math.Min(tiles[0].LowQuantile, tiles[1].LowQuantile), combined.LowQuantile);
        Assert.Equal(tiles[0].Scatter, combined.Scatter);
        Assert.InRange(combined.Noise / whole.Noise, 0.97, 1.03);
        Assert.Equal(tiles[0].Patches.Count + tiles[1].Patches.Count, combined.Patches.Count);
    }

    /// <summary>A plane plus wild patches on 12 × 12 places, in cells of 3 × 3: each cell's middle one is its
    /// median.</summary>
    [Fact]
    public void ManyPatchesBecomeTheMediansOfCells()
    {
        var bounds = new PixelRectangle(100, 200, 120, 60);
        List<PatchLevel> fine = [], coarse = [];
        for (int k = 0; k < 144; k++)
        {
            double x = 104.5 + k % 12 * 10, y = 202 + k / 12 * 5;
            fine.Add(new PatchLevel(x, y, 2 * x + 3 * y));
            if (k % 12 % 3 == 1 && k / 12 % 3 == 1)
            {
                coarse.Add(fine[^1]);
            }
        }

        // An outlier on the far side of the median does not move it.
        fine[143] = fine[143] with { Level = 1e9 };
        WindowStatistics statistics = WindowStatistics.Of(Bounds, Field.Plant(Bounds, [], 1).Values) with
        {
            Patches = fine,
        };
        WindowStatistics coarsened = statistics.Coarsen(bounds, 4);
        Assert.Equal(statistics with { Patches = [] }, coarsened with { Patches = [] });
        Assert.Equal(coarse.Count, coarsened.Patches.Count);
        for (int k = 0; k < coarse.Count; k++)
        {
            Assert.Equal(coarse[k].X, coarsened.Patches[k].X, 1e-9);
            Assert.Equal(coarse[k].Y, coarsened.Patches[k].Y, 1e-9);
            Assert.Equal(coarse[k].Level, coarsened.Patches[k].Level, 1e-9);
        }

        Assert.Same(statistics, statistics.Coarsen(bounds, 12));
    }

    [Fact]
    public void PatchesInTheLastPixelsHaveACell()
    {
        PatchLevel[] corners = [new(0, 0, 1), new(9, 0, 2), new(0, 9, 3), new(9, 9, 4), new(8, 8, 6)];
        WindowStatistics statistics = WindowStatistics.Of(new PixelRectangle(0, 0, 1, 1), [1.0]) with
        {
            Patches = corners,
        };
        Assert.Equal(
            [new(0, 0, 1), new(9, 0, 2), new(0, 9, 3), new(8.5, 8.5, 5)],
            statistics.Coarsen(new PixelRectangle(0, 0, 10, 10), 2).Patches);
    }

    private static WindowStatistics Part(double[] pixels, PixelRectangle part)
    {
        var values = new double[part.Area];
        for (int row = 0; row < part.Height; row++)
        {
            int start = (part.Y - Bounds.Y + row) * Bounds.Width + part.X - Bounds.X;
            pixels.AsSpan(start, part.Width).CopyTo(values.AsSpan(row * part.Width));
        }

        return WindowStatistics.Of(part, values);
    }
}
