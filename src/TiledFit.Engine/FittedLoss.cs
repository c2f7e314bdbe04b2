using TiledFit.Core.Losses;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>What a fit has minimised where that is not the sum of squares.</summary>
/// <param name="Model">What was asked for.</param>
/// <param name="Noise">σ that scales it, raster units; null where it has no scale.</param>
/// <param name="Sums">From the final recount.</param>
public sealed record FittedLoss(LossModel Model, double? Noise, LossSums Sums)
{
    /// <summary>That of a job that has finished; null with squares.</summary>
    public static FittedLoss? Of(FitJobState state, FitOptions options) => state.LossSums is { } sums
        ? new FittedLoss(options.Loss, state.LossNoise, sums)
        : null;

    /// <summary>As manifest and report say it.</summary>
    public LossSummary Summary => new(Model.ToString(), Sums.Squares, Noise);

    /// <summary>
    /// The standard deviation by which errors at unit noise are scaled. With residuals, Huber's (1981, eq. 6.5):
    /// √(Σψ²/(n − ν)) / (Σψ'/n), times 1 + (ν/n)·Var ψ'/(Σψ'/n)²; with counts, whose H is Fisher's
    /// information, 1.
    /// </summary>
    /// <param name="pixels">n.</param>
    /// <param name="freedom">ν, what the fit takes away.</param>
    /// <returns>NaN where nothing is left, or ψ does not grow with the residuals.</returns>
    public double NoiseAt(long pixels, double freedom)
    {
        if (Model.Kind == LossKind.Poisson)
        {
            return 1;
        }

        double slope = Sums.Slope / pixels, left = pixels - freedom;
        // Var ψ' is m·(1 − m) where ψ' is 0 or 1, as Huber's, and little more at most where it is from −1/8 to 1.
        double correction = 1 + freedom / pixels * Math.Max(0, 1 - slope) / slope;
        return left > 0 && slope > 0 ? correction * Math.Sqrt(Sums.Influence / left) / slope : double.NaN;
    }
}
