using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;
using TiledFit.Core.Model;

namespace TiledFit.Statistics;

/// <summary>Known components in white noise, or in noise smoothed with a round Gaussian beam.</summary>
internal static class NoisyField
{
    // Standard deviations of the beam to which its kernel reaches.
    private const double KernelRadius = 5;

    /// <summary>The pixels of the components alone.</summary>
    public static double[] Render(int width, int height, IEnumerable<Gaussian> components)
    {
        var values = new double[width * height];
        foreach (Gaussian g in components)
        {
            int bottom = (int)Math.Min(height - 1, Math.Floor(g.Y + g.HalfHeight));
            int right = (int)Math.Min(width - 1, Math.Floor(g.X + g.HalfWidth));
            for (int y = (int)Math.Max(0, Math.Ceiling(g.Y - g.HalfHeight)); y <= bottom; y++)
            {
                for (int x = (int)Math.Max(0, Math.Ceiling(g.X - g.HalfWidth)); x <= right; x++)
                {
                    values[y * width + x] += g.ValueAt(x, y);
                }
            }
        }

        return values;
    }

    /// <summary>Noise of a standard deviation.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="deviation">Of each pixel.</param>
    /// <param name="beam">Full width at half maximum of the beam, px; 0 for white noise.</param>
    /// <param name="seed">Names it.</param>
    public static double[] Noise(int width, int height, double deviation, double beam, int seed)
    {
        double[] kernel = Kernel(beam);
        int margin = kernel.Length / 2, wide = width + 2 * margin, high = height + 2 * margin;
        var white = new double[wide * high];
        Normal.Samples(new MersenneTwister(seed), white, 0, deviation);
        double[] rows = new double[width * high], values = new double[width * height];
        for (int y = 0; y < high; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int k = 0; k < kernel.Length; k++)
                {
                    rows[y * width + x] += kernel[k] * white[y * wide + x + k];
                }
            }
        }

        for (int k = 0; k < kernel.Length; k++)
        {
            for (int p = 0; p < values.Length; p++)
            {
                values[p] += kernel[k] * rows[k * width + p];
            }
        }

        return values;
    }

    // Along one axis, of unit sum of squares, so that the variance stays.
    private static double[] Kernel(double beam)
    {
        double sigma = beam / Math.Sqrt(8 * Math.Log(2));
        int radius = (int)Math.Ceiling(KernelRadius * sigma);
        double[] kernel =
        [
            .. Enumerable.Range(-radius, 2 * radius + 1)
                .Select(k => k == 0 ? 1 : Math.Exp(-0.5 * k * k / (sigma * sigma))),
        ];
        double norm = Math.Sqrt(kernel.Sum(value => value * value));
        return Array.ConvertAll(kernel, value => value / norm);
    }
}
