using TiledFit.Core;

namespace TiledFit.Engine.Synthesis;

/// <summary>What to draw.</summary>
public sealed record SyntheticFieldOptions
{
    private const int MaxSide = 1 << 28;

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Number of components.</summary>
    public required int Components { get; init; }

    /// <summary>Smallest standard deviation along a principal axis, px.</summary>
    public double SigmaMin { get; init; } = 2;

    /// <summary>Largest standard deviation along a principal axis, px.</summary>
    public double SigmaMax { get; init; } = 5;

    /// <summary>Standard deviation of the white Gaussian noise; amplitudes lie in [0.5, 1.5].</summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>Key of the random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>p, the size of the initial components' deviations from the truth, in standard deviations.</summary>
    public double Perturbation { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(Width is > 0 and <= MaxSide, "--width", Width, $"between 1 and {MaxSide}");
        Require(Height is > 0 and <= MaxSide, "--height", Height, $"between 1 and {MaxSide}");
        Require(Components >= 0, "--components", Components, "at least 0");
        Require(double.IsFinite(SigmaMin) && SigmaMin > 0, "--sigma-min", SigmaMin, "positive");
        Require(
            double.IsFinite(SigmaMax) && SigmaMax >= SigmaMin,
            "--sigma-max", SigmaMax, FormattableString.Invariant($"at least {SigmaMin} (--sigma-min)"));
        Require(double.IsFinite(Noise) && Noise >= 0, "--noise", Noise, "at least 0");
        Require(double.IsFinite(Perturbation) && Perturbation >= 0, "--perturb", Perturbation, "at least 0");
    }

    private static void Require(bool condition, string option, object value, string range)
    {
        if (!condition)
        {
            throw new InputException(FormattableString.Invariant($"{option} {value}: must be {range}"));
        }
    }
}
