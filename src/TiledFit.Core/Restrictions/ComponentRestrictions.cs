using System.Globalization;
using System.Text.Json.Serialization;
using TiledFit.Core.Model;

namespace TiledFit.Core.Restrictions;

/// <summary>What components of a fit may be, and in which parameters they move.</summary>
public sealed record ComponentRestrictions
{
    /// <summary>The words of the command line for positions.</summary>
    public const string PositionWords = "free|fixed";

    /// <summary>The words of the command line for steps, in the order of <see cref="StepKind"/>.</summary>
    public const string StepWords = "manifold|bounded";

    /// <summary>The words of the command line for amplitudes, in the order of <see cref="AmplitudeKind"/>.</summary>
    public const string AmplitudeWords = "nonnegative|signed";

    private const double LeastSigma = 1e-3, LargestSigma = 1e7;

    // Of a clamped σ: as it is worked out from L again, and as it may lie where a limit is said to be met.
    private const double Rounding = 1e-12, Nearness = 1e-9;

    /// <summary>Which shapes there may be.</summary>
    public ShapeRule Shape { get; init; } = ShapeRule.Free;

    /// <summary>Whether every centre stays where it is given.</summary>
    public bool FixesPositions { get; init; }

    /// <summary>Least σ along any direction, px, or null.</summary>
    public double? SigmaMin { get; init; }

    /// <summary>Largest σ along any direction, px, or null.</summary>
    public double? SigmaMax { get; init; }

    /// <summary>In which parameters steps are taken.</summary>
    public StepKind Step { get; init; }

    /// <summary>Which amplitudes there may be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public AmplitudeKind Amplitude { get; init; }

    /// <summary>Whether a σ is limited.</summary>
    internal bool LimitsSigma => SigmaMin is not null || SigmaMax is not null;

    /// <summary>Free parameters of a component.</summary>
    [JsonIgnore]
    public int ParameterCount => 1 + (FixesPositions ? 0 : 2) + Shape.Kind switch
    {
        ShapeKind.Free => 3,
        ShapeKind.Round => 1,
        _ => 0,
    };

    /// <summary>Whether something of a component that is found rather than given would not be known.</summary>
    [JsonIgnore]
    public bool NeedsGiven => FixesPositions || Shape.Kind == ShapeKind.Fixed;

    /// <summary>What the words of the command line mean.</summary>
    /// <param name="shape">Of <see cref="ShapeRule.Words"/>.</param>
    /// <param name="positions">Of <see cref="PositionWords"/>.</param>
    /// <param name="sigmaMin">Least σ, px, or null.</param>
    /// <param name="sigmaMax">Largest σ, px, or null.</param>
    /// <param name="step">Of <see cref="StepWords"/>.</param>
    /// <param name="amplitude">Of <see cref="AmplitudeWords"/>.</param>
    /// <returns>The restrictions, not checked; null where there are none.</returns>
    /// <exception cref="InputException">A word is unknown.</exception>
    public static ComponentRestrictions? Parse(
        string shape, string positions, double? sigmaMin, double? sigmaMax, string step, string amplitude) =>
        new ComponentRestrictions
        {
            Shape = ShapeRule.Parse(shape, "--shape"),
            FixesPositions = IndexOf(positions, PositionWords, "--positions") == 1,
            SigmaMin = sigmaMin,
            SigmaMax = sigmaMax,
            Step = (StepKind)IndexOf(step, StepWords, "--step"),
            Amplitude = (AmplitudeKind)IndexOf(amplitude, AmplitudeWords, "--amplitude"),
        }.OrNull();

    /// <summary>The first option of the command line that is not at its default.</summary>
    [JsonIgnore]
    public string FirstOption =>
        Shape.Kind != ShapeKind.Free ? "--shape"
        : FixesPositions ? "--positions"
        : SigmaMin is not null ? "--sigma-min"
        : SigmaMax is not null ? "--sigma-max"
        : Step != StepKind.Manifold ? "--step"
        : "--amplitude";

    /// <summary>These, or null where all is as by default.</summary>
    public ComponentRestrictions? OrNull() => this == new ComponentRestrictions() ? null : this;

    /// <summary>Every rule that is broken.</summary>
    /// <returns>The option's name on the command line, and what is wrong with its value.</returns>
    public IEnumerable<(string Option, string Problem)> Violations()
    {
        foreach ((string option, double? sigma) in new[] { ("--sigma-min", SigmaMin), ("--sigma-max", SigmaMax) })
        {
            if (sigma is { } value && value is not (>= LeastSigma and <= LargestSigma))
            {
                yield return (option, string.Create(
                    CultureInfo.InvariantCulture, $"{value} must be from {LeastSigma} to {LargestSigma} px"));
            }
            else if (sigma is not null && Shape.IsFixed)
            {
                yield return (option, $"limits what --shape {Shape} leaves no freedom; leave out one of them");
            }
            else if (sigma is not null && Shape.Kind == ShapeKind.Free && Step == StepKind.Bounded)
            {
                yield return (option, "goes with --step manifold, or with --shape round: --step bounded has bounds on "
                    + "the entries of L, not on the axes");
            }
        }

        if (SigmaMin > SigmaMax)
        {
            yield return ("--sigma-min", string.Create(
                CultureInfo.InvariantCulture, $"{SigmaMin} must not be above --sigma-max {SigmaMax}"));
        }
    }

    /// <summary>What the larger σ of every component is at least, px.</summary>
    public double LeastMajorSigma => Math.Max(SigmaMin ?? 0, Math.Max(Shape.SigmaX, Shape.SigmaY));

    /// <summary>The component with a shape that obeys.</summary>
    public Gaussian Conform(in Gaussian g) => Clamp(Shape.Conform(g));

    /// <summary>Whether every σ is within the limits, to rounding.</summary>
    public bool Holds(in Gaussian g) =>
        !(g.SigmaMinor < SigmaMin * (1 - Rounding)) && !(g.SigmaMajor > SigmaMax * (1 + Rounding));

    /// <summary>
    /// The component with every σ clamped to the limits: of all that are within, the one whose V·D is nearest (the
    /// singular values of a matrix are projected one by one: von Neumann 1937).
    /// </summary>
    internal Gaussian Clamp(in Gaussian g)
    {
        if (!LimitsSigma || !g.IsValid)
        {
            return g;
        }

        AxisFrame axes = AxisFrame.Of(g);
        double along = Clamp(axes.Along), across = Clamp(axes.Across);
        return along == axes.Along && across == axes.Across
            ? g
            : (axes with { Along = along, Across = across }).Shape(g);
    }

    private static int IndexOf(string word, string words, string option) =>
        Array.IndexOf(words.Split('|'), word) is >= 0 and int index
            ? index
            : throw new InputException($"{option} '{word}' is unknown; take one of {words.Replace("|", ", ")}");

    /// <summary>Whether a σ is as small as may be, to rounding.</summary>
    internal bool IsSmallest(double sigma) => sigma <= SigmaMin * (1 + Nearness);

    /// <summary>Whether a σ is as large as may be, to rounding.</summary>
    internal bool IsLargest(double sigma) => sigma >= SigmaMax * (1 - Nearness);

    /// <summary>Whether a σ is at a limit, to rounding.</summary>
    internal bool IsAtLimit(double sigma) => IsSmallest(sigma) || IsLargest(sigma);

    internal double Clamp(double sigma) =>
        Math.Min(Math.Max(sigma, SigmaMin ?? 0), SigmaMax ?? double.PositiveInfinity);
}
