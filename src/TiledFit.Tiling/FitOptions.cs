using System.Globalization;
using System.Text.Json.Serialization;
using TiledFit.Core;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Tiling.Levels;

namespace TiledFit.Tiling;

/// <summary>What a fit is asked to do; the defaults are those of the command line.</summary>
public sealed record FitOptions
{
    /// <summary>The least reach T/2 − ρ, px: how far a component's support may stretch from its tile's ring.</summary>
    public const int SmallestReach = 8;

    /// <summary>Ceiling on the number of components, or null.</summary>
    public int? Components { get; init; }

    /// <summary>Growth stops at this root mean square residual, raster units, or null.</summary>
    public double? Rmse { get; init; }

    /// <summary>T, px: the side of a tile's core; 0 makes the whole raster one tile.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>ρ, px: components of neighbours this near to the core are freed as well.</summary>
    public int Ring { get; init; } = 32;

    /// <summary>1: tiles alone. 2: and a coarse level, for components that are too broad for a tile.</summary>
    [JsonIgnore]
    public int Levels
    {
        get => 1 + CoarserLevels;
        init => CoarserLevels = value - 1;
    }

    /// <summary>Levels but for the tiles'.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int CoarserLevels { get; init; }

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Limit on sweeps, growth included.</summary>
    public int MaxSweeps { get; init; } = 30;

    /// <summary>Settled below this relative decrease of E over a sweep.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The background's form.</summary>
    public BackgroundModel Background { get; init; } = BackgroundChoice.Auto;

    /// <summary>Whether errors are estimated, and in which noise.</summary>
    public ErrorModel Errors { get; init; } = ErrorModel.White;

    /// <summary>What is not free of the components, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComponentRestrictions? Restrictions { get; init; }

    /// <summary>Whether amplitudes may be of either sign.</summary>
    [JsonIgnore]
    public bool AllowsNegative => Restrictions?.Amplitude == AmplitudeKind.Signed;

    /// <summary>What is minimised.</summary>
    public LossModel Loss { get; init; } = LossModel.Squares;

    /// <summary>
    /// Whether the job ends where the start is found, counted, and its background solved: no sweep that only minimises.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StopsAtStart { get; init; }

    /// <summary>
    /// Whether steps solve for the amplitudes that are best for each trial's places and shapes; not with restrictions,
    /// nor with another loss than the squares.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ProjectsAmplitudes { get; init; }

    /// <summary>
    /// S: where components are sought, one must lower E by S² times the variance of the noise that its matched filter
    /// sees; null leaves that to the information criterion.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Significance { get; init; }

    /// <summary>Whether components are sought.</summary>
    /// <param name="given">How many are given, or null to find all.</param>
    public bool Grows(long? given) => given is null || Components > given || Rmse is not null;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">A value is out of its range, or two do not go together; the message uses the
    /// names of the command line.</exception>
    public void Validate()
    {
        foreach ((string option, string problem) in Violations())
        {
            throw new InputException($"{option} {problem}");
        }
    }

    /// <summary>Every rule that is broken.</summary>
    /// <returns>The option's name on the command line, and what is wrong with its value.</returns>
    public IEnumerable<(string Option, string Problem)> Violations() =>
        (from rule in Rules()
         where !rule.Holds
         select (rule.Option, $"{rule.Value?.ToString(null, CultureInfo.InvariantCulture)} {rule.Text}"))
        .Concat(Restrictions?.Violations() ?? []);

    private IEnumerable<(bool Holds, string Option, IFormattable? Value, string Text)> Rules() =>
    [
        (Components is null or >= 1, "--components", Components, "must be at least 1"),
        (Rmse is null or > 0 && double.IsFinite(Rmse ?? 0), "--rmse", Rmse, "must be a positive number"),
        (Significance is null or > 0 && double.IsFinite(Significance ?? 0), "--significance", Significance,
            "must be a positive number"),
        (Significance is null || (Components is null && Rmse is null), "--significance", Significance,
            "says what stands out from the noise, while --components and --rmse take what comes up to a number or a "
            + "residual; give one of them"),
        (TileSize >= 0, "--tile", TileSize, "must not be negative; 0 makes the whole raster one tile"),
        (Ring >= 0, "--ring", Ring, "must not be negative"),
        (Threads > 0, "--threads", Threads, "must be at least 1"),
        (MaxSweeps is > 0 and <= ComponentId.MaxSweep, "--max-sweeps", MaxSweeps,
            $"must be from 1 to {ComponentId.MaxSweep}"),
        (Tolerance is >= 0 and < 1, "--tolerance", Tolerance, "must be at least 0 and less than 1"),
        (TileSize <= 0 || Ring < 0 || TileSize / 2 - Ring >= SmallestReach, "--tile", TileSize,
            $"is too small for --ring {Ring}: the reach T/2 − ring must be at least {SmallestReach} px; "
            + $"take --tile {2L * (Ring + (long)SmallestReach)} or more, or a smaller ring"),
        (Levels is 1 or 2, "--levels", Levels, "must be 1 (tiles alone) or 2 (and a coarse level)"),
        (Levels < 2 || TileSize <= 0 || CoarseGrid.SideFor(TileSize, TileSize / 2 - Ring) > 1, "--tile", TileSize,
            $"with --ring {Ring} does not go with --levels 2, whose blocks of 2 px or more divide tiles: take an even "
            + "one whose reach T/2 − ring is at least 20 px, such as 512"),
        (Levels < 2 || Restrictions is null || Restrictions with { Amplitude = default } == new ComponentRestrictions(),
            "--levels", Levels,
            "goes with components that are free in shape and position, and with steps on the manifold"),
        (Levels < 2 || Loss == LossModel.Squares, "--levels", Levels, "goes with --loss squares"),
        (!AllowsNegative || Loss.Kind != LossKind.Poisson, "--amplitude", $"signed",
            "does not go with --loss poisson: the expectation of counts is not negative"),
    ];
}
