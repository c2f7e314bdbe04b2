using TiledFit.Core.Profiles;
using TiledFit.Data.Results;

namespace TiledFit.Engine.Profiles;

/// <summary>What a fit of a profile found, and how it went.</summary>
/// <param name="Fit">What was found.</param>
/// <param name="Sweeps">One row a sweep.</param>
/// <param name="Trace">The objective against time, one point an iteration.</param>
/// <param name="FitSeconds">Of growth and fit.</param>
/// <param name="WriteSeconds">Of the tables and the picture.</param>
public sealed record ProfileResult(
    ProfileFit Fit, IReadOnlyList<SweepRow> Sweeps, IReadOnlyList<TracePoint> Trace, double FitSeconds,
    double WriteSeconds);
