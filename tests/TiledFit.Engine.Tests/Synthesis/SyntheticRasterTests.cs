using TiledFit.Core.Model;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Engine.Tests.Synthesis;

public class SyntheticRasterTests
{
    [Fact]
    public void HeaderGivesTypeAndShape()
    {
        NpyFloats file = Render(new SyntheticFieldOptions { Width = 5, Height = 3, Components = 0 });
        Assert.Equal("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 5), }", file.Header.TrimEnd());
        Assert.EndsWith("\n", file.Header);
        Assert.Equal(15, file.Values.Length);
    }

    [Theory]
    [InlineData(0.3, 0.9)]
    [InlineData(2, 5)]
    [InlineData(1, 60)]
    public void WithoutNoiseAPixelIsTheSumOfTheComponents(double sigmaMin, double sigmaMax)
    {
        var options = new SyntheticFieldOptions
        {
            Width = 93,
            Height = 71,
            Components = 60,
            SigmaMin = sigmaMin,
            SigmaMax = sigmaMax,
            Noise = 0,
            Seed = 3,
        };
        IReadOnlyList<Gaussian> truth = SyntheticField.Generate(options).Truth;
        NpyFloats file = Render(options);
        for (int y = 0; y < options.Height; y++)
        {
            for (int x = 0; x < options.Width; x++)
            {
                double expected = truth.Sum(g => g.ValueAt(x, y));
                Assert.Equal(expected, file.Values[y * options.Width + x], 1e-7 * (1 + expected));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void BandsDoNotShowInTheBytes(int bandHeight)
    {
        var options = new SyntheticFieldOptions { Width = 131, Height = 90, Components = 200, Seed = 11 };
        Assert.Equal(Render(options, options.Height).Values, Render(options, bandHeight).Values);
    }

    [Fact]
    public void NoiseIsStandardNormalTimesItsSize()
    {
        const double noise = 0.01;
        double[] n = Array.ConvertAll(Noise(1000, 1000, noise), z => z / noise);
        double rootCount = Math.Sqrt(n.Length);

        // Four standard errors of each sample moment of a normal distribution: 1, √2, √6 and √24 over √N.
        double mean = n.Average(), variance = n.Average(v => (v - mean) * (v - mean)), sigma = Math.Sqrt(variance);
        Assert.InRange(mean * rootCount, -4, 4);
        Assert.InRange((variance - 1) * rootCount / Math.Sqrt(2), -4, 4);
        double skewness = n.Average(v => Math.Pow((v - mean) / sigma, 3));
        double kurtosis = n.Average(v => Math.Pow((v - mean) / sigma, 4));
        Assert.InRange(skewness * rootCount / Math.Sqrt(6), -4, 4);
        Assert.InRange((kurtosis - 3) * rootCount / Math.Sqrt(24), -4, 4);
    }

    /// <summary>Probabilities of |n| &lt; k, from tables of the normal distribution.</summary>
    [Theory]
    [InlineData(0.5, 0.3829249225480262)]
    [InlineData(1, 0.6826894921370859)]
    [InlineData(2, 0.9544997361036416)]
    [InlineData(3, 0.9973002039367398)]
    [InlineData(4, 0.9999366575163338)]
    public void NoiseHasTheTailsOfTheNormalDistribution(double k, double probability)
    {
        double[] n = Noise(1000, 1000, 1);
        double error = Math.Sqrt(probability * (1 - probability) / n.Length);
        Assert.InRange((n.Count(v => Math.Abs(v) < k) / (double)n.Length - probability) / error, -4, 4);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void NoiseIsWhite(int dx, int dy)
    {
        const int width = 999, height = 800;
        double[] n = Noise(width, height, 1);
        double sum = 0;
        for (int y = 0; y < height - dy; y++)
        {
            for (int x = 0; x < width - dx; x++)
            {
                sum += n[y * width + x] * n[(y + dy) * width + x + dx];
            }
        }

        Assert.InRange(sum / Math.Sqrt((width - dx) * (height - dy)), -4, 4);
    }

    private static double[] Noise(int width, int height, double noise) => Array.ConvertAll(
        Render(new SyntheticFieldOptions { Width = width, Height = height, Components = 0, Noise = noise }).Values,
        v => (double)v);

    private static NpyFloats Render(SyntheticFieldOptions options, int? bandHeight = null)
    {
        using var directory = new TemporaryDirectory();
        Gaussian[] truth = [.. SyntheticField.Generate(options).Truth];
        SyntheticRaster raster = bandHeight is int rows
            ? new SyntheticRaster(options, truth) { BandHeight = rows }
            : new SyntheticRaster(options, truth);
        raster.Write(directory["z.npy"], CancellationToken.None);
        return NpyFloats.Read(directory["z.npy"]);
    }
}
