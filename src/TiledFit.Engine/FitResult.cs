using TiledFit.Core.Model;
using TiledFit.Data.Results;

namespace TiledFit.Engine;

/// <summary>What a fit found.</summary>
/// <param name="Components">The components with their tiles, in tile order, without errors.</param>
/// <param name="Tiles">One row a tile.</param>
/// <param name="Sweeps">One row a sweep.</param>
/// <param name="Background">The background that belongs to the model.</param>
/// <param name="Objective">E, from the final recount.</param>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Settled">Whether the settle rule was met.</param>
/// <param name="Seconds">Where the time went.</param>
/// <param name="Trace">The objective against time.</param>
/// <param name="RepeatedSteps">Times that steps were begun again, since a process that was at them was lost.</param>
/// <param name="LogLikelihood">ℓ of the result, nats; null where no likelihood was maximised.</param>
public sealed record FitResult(
    FittedComponents Components,
    IReadOnlyList<TileRow> Tiles,
    IReadOnlyList<SweepRow> Sweeps,
    Background Background,
    double Objective,
    long Pixels,
    bool Settled,
    FitSeconds Seconds,
    IReadOnlyList<TracePoint> Trace,
    long RepeatedSteps,
    double? LogLikelihood = null)
{
    /// <summary>Seconds of <see cref="Seconds"/> that were spent before the fit was interrupted.</summary>
    public double SecondsBefore { get; init; }

    /// <summary>Σ w over the valid pixels; null where it is their number.</summary>
    public double? Weight { get; init; }

    /// <summary>What is told of another loss than the squares; null with those.</summary>
    public FittedLoss? Loss { get; init; }

    /// <summary>Σ w·r²; with squares that is E.</summary>
    public double SumOfSquares => Loss?.Sums.Squares ?? Objective;

    /// <summary>√(Σ w·r² / Σ w), raster units; 0 where there is no pixel.</summary>
    public double Rmse => Pixels == 0 ? 0 : Math.Sqrt(SumOfSquares / (Weight ?? Pixels));
}
