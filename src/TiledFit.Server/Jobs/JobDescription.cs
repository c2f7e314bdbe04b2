using System.Globalization;
using System.Text.Json.Serialization;
using TiledFit.Core.Restrictions;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Server.Jobs;

/// <summary>What a job is to do: the options of <c>tiledfit fit</c> that its result depends on.</summary>
public sealed record JobDescription
{
    private static readonly FitOptions BuiltIn = new();

    /// <summary>The raster: a path, or a name that GDAL opens.</summary>
    public required string Input { get; init; }

    /// <summary>The directory for the result.</summary>
    public required string Output { get; init; }

    /// <summary>A file of initial components, or null to find them.</summary>
    public string? Init { get; init; }

    /// <summary>Ceiling on the number of components, or null.</summary>
    public int? Components { get; init; }

    /// <summary>Growth stops at this root mean square residual, raster units, or null.</summary>
    public double? Rmse { get; init; }

    /// <summary>By how many standard deviations of the noise components stand out that are found, or null.</summary>
    public double? Significance { get; init; }

    /// <summary>Side of a tile, px; 0 makes the whole raster one tile.</summary>
    public int Tile { get; init; } = BuiltIn.TileSize;

    /// <summary>Components of neighbouring tiles this near are fitted along, px.</summary>
    public int Ring { get; init; } = BuiltIn.Ring;

    /// <summary>1: tiles alone. 2: and a coarse level, for components that are too broad for a tile.</summary>
    /// <remarks>Null, as a record without the member is read, is the default.</remarks>
    public int? Levels
    {
        get => field ?? BuiltIn.Levels;
        init;
    }
    = BuiltIn.Levels;

    /// <summary>Limit on sweeps, growth included.</summary>
    public int MaxSweeps { get; init; } = BuiltIn.MaxSweeps;

    /// <summary>Settled below this relative decrease of the objective over a sweep.</summary>
    public double Tolerance { get; init; } = BuiltIn.Tolerance;

    /// <summary>The background: a word of <see cref="BackgroundModel"/>.</summary>
    public string Background { get; init; } = BuiltIn.Background.ToString();

    /// <summary>Whether errors are estimated, and in which noise: a word of <see cref="ErrorModel"/>.</summary>
    public string Errors { get; init; } = BuiltIn.Errors.ToString();

    /// <summary>What is minimised: a word of <see cref="LossModel"/>.</summary>
    public string Loss { get; init; } = BuiltIn.Loss.ToString();

    /// <summary>The band to fit, from 1.</summary>
    public int Band { get; init; } = 1;

    /// <summary>Which plane of a FITS image of more than two axes, as in "3" or "3,1", or null.</summary>
    public string? Plane { get; init; }

    /// <summary>The stored value that means "no data", or null for the one that the file declares. NaN and infinities,
    /// which are no data anyway and so leave none besides, are the strings "NaN", "Infinity", "-Infinity".</summary>
    [JsonPropertyName("nodata")]
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double? NoData { get; init; }

    /// <summary>A raster of weights w ≥ 0 of the squares, such as inverse variances, or null.</summary>
    public string? Weights { get; init; }

    /// <summary>A raster that is 0, or without data, where a pixel is no data, or null.</summary>
    public string? Mask { get; init; }

    /// <summary>Pixels at or above this value are no data, raster units; or null.</summary>
    public double? Saturation { get; init; }

    /// <summary>Which shapes components may have: a word of <see cref="ShapeRule"/>.</summary>
    public string Shape { get; init; } = "free";

    /// <summary>Whether centres are "free" or "fixed" where they are given.</summary>
    public string Positions { get; init; } = "free";

    /// <summary>Least σ of a component along any direction, px, or null.</summary>
    public double? SigmaMin { get; init; }

    /// <summary>Largest σ of a component along any direction, px, or null.</summary>
    public double? SigmaMax { get; init; }

    /// <summary>In which parameters steps are taken: "manifold" or "bounded".</summary>
    public string Step { get; init; } = "manifold";

    /// <summary>Which amplitudes components may have: "nonnegative" or "signed".</summary>
    /// <remarks>Null, as a record without the member is read, is the default.</remarks>
    public string Amplitude
    {
        get;
        init => field = value ?? "nonnegative";
    } = "nonnegative";

    /// <summary>Whether a result that is already there is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Which pixels count, and how much.</summary>
    [JsonIgnore]
    public PixelSelection Selection => new(Weights, Mask, Saturation);

    /// <summary>The options of the fit.</summary>
    /// <param name="threads">Worker threads.</param>
    public FitOptions ToFitOptions(int threads) => new()
    {
        Components = Components,
        Rmse = Rmse,
        Significance = Significance,
        TileSize = Tile,
        Ring = Ring,
        Levels = Levels!.Value,
        Threads = threads,
        MaxSweeps = MaxSweeps,
        Tolerance = Tolerance,
        Background = BackgroundModel.Parse(Background, "--background"),
        Errors = ErrorModel.Parse(Errors, "--errors"),
        Restrictions = ComponentRestrictions.Parse(Shape, Positions, SigmaMin, SigmaMax, Step, Amplitude),
        Loss = LossModel.Parse(Loss, "--loss"),
    };

    /// <summary>The options that the result depends on, by their names on the command line, for its manifest.</summary>
    public IReadOnlyDictionary<string, string> Describe()
    {
        (string Name, object? Value)[] options =
        [
            ("method", "lm"),
            ("tile", Tile),
            ("ring", Ring),
            ("levels", Levels == BuiltIn.Levels ? null : Levels),
            ("max-sweeps", MaxSweeps),
            ("tolerance", Tolerance),
            ("background", Background),
            ("errors", Errors),
            ("loss", Loss),
            ("band", Band),
            ("plane", Plane),
            ("components", Components),
            ("rmse", Rmse),
            ("significance", Significance),
            ("nodata", NoData),
            ("weights", Weights),
            ("mask", Mask),
            ("saturation", Saturation),
            ("init", Init),
            ("shape", Shape == "free" ? null : Shape),
            ("positions", Positions == "free" ? null : Positions),
            ("sigma-min", SigmaMin),
            ("sigma-max", SigmaMax),
            ("step", Step == "manifold" ? null : Step),
            ("amplitude", Amplitude == "nonnegative" ? null : Amplitude),
        ];
        return options.Where(option => option.Value is not null).ToDictionary(
            option => option.Name, option => Convert.ToString(option.Value, CultureInfo.InvariantCulture)!);
    }
}
