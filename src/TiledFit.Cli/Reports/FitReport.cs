using System.Text.Json.Serialization;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Profiles;

namespace TiledFit.Cli.Reports;

/// <summary>What <c>--report</c> and <c>--json</c> say of a fit.</summary>
/// <param name="Objective">E.</param>
/// <param name="Rmse">√(Σ w·r² / Σ w), w being 1 without weights.</param>
/// <param name="Pixels">Valid pixels.</param>
/// <param name="Components">Components found.</param>
/// <param name="Sweeps">Sweeps run.</param>
/// <param name="Settled">Whether the settle rule was met.</param>
/// <param name="Seconds">Where the time went.</param>
/// <param name="PeakBytes">Largest resident set of the process.</param>
/// <param name="Trace">The objective against time.</param>
/// <param name="LogLikelihood">ℓ of the result, where a likelihood was maximised.</param>
/// <param name="Profile">The time of the tile steps by phase, where it was asked for.</param>
internal sealed record FitReport(
    double Objective,
    double Rmse,
    long Pixels,
    long Components,
    int Sweeps,
    bool Settled,
    ReportSeconds Seconds,
    long PeakBytes,
    IReadOnlyList<TracePoint> Trace,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LogLikelihood,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReportProfile? Profile)
{
    /// <summary>What was minimised where that is not the sum of squares.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LossSummary? Loss { get; init; }

    /// <summary>The report of a fit.</summary>
    public static FitReport Of(
        FitResult fit, double writeSeconds, double totalSeconds, StepProfile? profile = null) => new(
        fit.Objective,
        fit.Rmse,
        fit.Pixels,
        fit.Components.Count,
        fit.Sweeps.Count,
        fit.Settled,
        new ReportSeconds(fit.Seconds.Read, fit.Seconds.Seed, fit.Seconds.Fit, writeSeconds, totalSeconds + fit.SecondsBefore),
        PeakMemory.Bytes,
        fit.Trace,
        fit.LogLikelihood,
        profile is null ? null : ReportProfile.Of(profile))
        {
            Loss = fit.Loss?.Summary,
        };

    /// <summary>The report of the fit of a profile.</summary>
    public static FitReport OfProfile(ProfileResult result, double readSeconds, double totalSeconds) => new(
        result.Fit.Objective,
        result.Fit.Rmse,
        result.Fit.Samples,
        result.Fit.Components.Count,
        result.Sweeps.Count,
        result.Fit.Settled,
        new ReportSeconds(readSeconds, 0, result.FitSeconds, result.WriteSeconds, totalSeconds),
        PeakMemory.Bytes,
        result.Trace,
        null,
        null);
}
