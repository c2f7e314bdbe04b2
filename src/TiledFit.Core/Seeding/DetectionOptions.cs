namespace TiledFit.Core.Seeding;

/// <summary>Where the detector looks for components.</summary>
public sealed record DetectionOptions
{
    /// <summary>Finest scale of the scale space and narrowest σ proposed, px.</summary>
    public double MinSigma { get; init; } = 1;

    /// <summary>Broadest σ proposed along any direction, px; the scale space ends there.</summary>
    public double MaxSigma { get; init; } = 100;

    /// <summary>Scales an octave: consecutive σ differ by the factor 2^(1/n).</summary>
    public int ScalesPerOctave { get; init; } = 2;

    /// <summary>Largest σ_major / σ_minor proposed.</summary>
    public double MaxElongation { get; init; } = 4;
}
