using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>What a fit of a profile is asked to do.</summary>
public sealed record ProfileFitOptions
{
    /// <summary>Ceiling on the number of components, or null.</summary>
    public int? Components { get; init; }

    /// <summary>Growth stops at this root mean square residual, unit of the values, or null.</summary>
    public double? Rmse { get; init; }

    /// <summary>Limit on sweeps, growth included.</summary>
    public int MaxSweeps { get; init; } = 30;

    /// <summary>Settled below this relative decrease of E over a sweep.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The background's form; null lets the data decide.</summary>
    public BackgroundKind? Background { get; init; }

    /// <summary>Whether errors are estimated.</summary>
    public bool EstimatesErrors { get; init; } = true;
}
