using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.Model;
using TiledFit.Core.Tests.Uncertainty;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Tiling;

namespace TiledFit.Statistics;

/// <summary>
/// Fits the same components in ever new noise, and compares the variance of what was found with the Cramér–Rao bound of
/// a dense Jacobian from differences, and with the errors that were told.
/// </summary>
internal static class BoundExperiment
{
    private const int Side = 48;
    private const double Noise = 0.01;

    private static readonly FitOptions Options = new()
    {
        TileSize = 0,
        Threads = 1,
        Tolerance = 1e-10,
        Background = BackgroundChoice.None,
    };

    /// <summary>One on its own.</summary>
    public static Gaussian[] Isolated { get; } = [new(1, 23.3, 24.1, 3, 0.8, 2.5)];

    /// <summary>Two whose overlap ∫ g_i·g_j / √(∫ g_i²·∫ g_j²) is about a half.</summary>
    public static Gaussian[] HalfBlended { get; } =
        [new(1, 21.4, 23.2, 3, 0.8, 2.5), new(0.8, 25.4, 25.3, 2.6, -0.3, 2.8)];

    /// <summary>Each parameter's variance over the bound, and its mean told variance over the bound.</summary>
    public static IEnumerable<(string Parameter, double Found, double Told)> Run(Gaussian[] truth, int repeats)
    {
        int n = 6 * truth.Length;
        double[] model = NoisyField.Render(Side, Side, truth), sums = new double[n], squares = new double[n];
        double[] told = new double[n];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            double[] noise = NoisyField.Noise(Side, Side, Noise, 0, repeat + 1);
            using var raster = new ArrayRaster(Side, Side, [.. model.Zip(noise, (z, e) => z + e)]);
            FitResult fit = LocalHost.Fit(raster, Options, truth);
            foreach (ComponentRow row in ErrorEstimator.Estimate(raster, Options, fit))
            {
                double[] found = Parameters(row.Component.Shape), at = Parameters(truth[row.Component.Id]);
                ComponentErrors e = row.Errors!.Value;
                double[] errors = [e.Amplitude, e.X, e.Y, e.L11, e.L21, e.L22];
                for (int k = 0; k < 6; k++)
                {
                    int p = 6 * (int)row.Component.Id + k;
                    sums[p] += found[k] - at[k];
                    squares[p] += (found[k] - at[k]) * (found[k] - at[k]);
                    told[p] += errors[k] * errors[k];
                }
            }
        }

        Matrix<double> bound = Noise * Noise
            * DenseCovariance.Of(truth, new PixelRectangle(0, 0, Side, Side), (_, _) => true);
        string[] names = ["amplitude", "x", "y", "chol_11", "chol_21", "chol_22"];
        return Enumerable.Range(0, n).Select(p => (
            $"{names[p % 6]} of {p / 6 + 1}",
            (squares[p] - sums[p] * sums[p] / repeats) / (repeats - 1) / bound[p, p],
            told[p] / repeats / bound[p, p]));
    }

    private static double[] Parameters(Gaussian g) => [g.Amplitude, g.X, g.Y, g.L11, g.L21, g.L22];
}
