using TiledFit.Core.Restrictions;
using TiledFit.Tiling;

namespace TiledFit.Cluster.Jobs;

/// <summary>What a job is to do: the options of <c>tiledfit fit</c> that its result depends on.</summary>
[GenerateSerializer]
public sealed record JobSpec
{
    private static readonly FitOptions BuiltIn = new();

    /// <summary>The raster: a path that means the same on every silo, or a name that GDAL opens.</summary>
    [Id(0)]
    public required string Input { get; init; }

    /// <summary>The directory for the result, on storage that all silos share.</summary>
    [Id(1)]
    public required string Output { get; init; }

    /// <summary>A file of initial components, or null to find them.</summary>
    [Id(2)]
    public string? Init { get; init; }

    /// <summary>Ceiling on the number of components, or null.</summary>
    [Id(3)]
    public int? Components { get; init; }

    /// <summary>Growth stops at this root mean square residual, raster units, or null.</summary>
    [Id(4)]
    public double? Rmse { get; init; }

    /// <summary>Side of a tile, px; 0 makes the whole raster one tile.</summary>
    [Id(5)]
    public int Tile { get; init; } = BuiltIn.TileSize;

    /// <summary>Components of neighbouring tiles this near are fitted along, px.</summary>
    [Id(6)]
    public int Ring { get; init; } = BuiltIn.Ring;

    /// <summary>Limit on sweeps, growth included.</summary>
    [Id(7)]
    public int MaxSweeps { get; init; } = BuiltIn.MaxSweeps;

    /// <summary>Settled below this relative decrease of the objective over a sweep.</summary>
    [Id(8)]
    public double Tolerance { get; init; } = BuiltIn.Tolerance;

    /// <summary>The background's form.</summary>
    [Id(9)]
    public BackgroundChoice Background { get; init; } = BuiltIn.Background.Choice;

    /// <summary>The band to fit, from 1.</summary>
    [Id(10)]
    public int Band { get; init; } = 1;

    /// <summary>The stored value that means "no data", or null for the one that the file declares.</summary>
    [Id(11)]
    public double? NoData { get; init; }

    /// <summary>Whether a result that is already there is replaced.</summary>
    [Id(12)]
    public bool Overwrite { get; init; }

    /// <summary>GDAL's drivers that may open the raster, or null for all.</summary>
    [Id(13)]
    public List<string>? Drivers { get; init; }

    /// <summary>Name and version of the program that submits, for the manifest.</summary>
    [Id(14)]
    public required string Software { get; init; }

    /// <summary>The options by their names on the command line, for the manifest.</summary>
    [Id(15)]
    public Dictionary<string, string> Described { get; init; } = [];

    /// <summary>Whether errors are estimated, and in which noise: a word of <see cref="ErrorModel"/>.</summary>
    [Id(16)]
    public string Errors { get; init; } = BuiltIn.Errors.ToString();

    /// <summary>Which plane of a FITS image of more than two axes, as in "3" or "3,1", or null.</summary>
    [Id(17)]
    public string? Plane { get; init; }

    /// <summary>A raster of weights w ≥ 0 of the squares, or null.</summary>
    [Id(18)]
    public string? Weights { get; init; }

    /// <summary>A raster that is 0, or without data, where a pixel is no data, or null.</summary>
    [Id(19)]
    public string? Mask { get; init; }

    /// <summary>Pixels at or above this value are no data, raster units; or null.</summary>
    [Id(20)]
    public double? Saturation { get; init; }

    /// <summary>Which shapes components may have: a word of <see cref="ShapeRule"/>.</summary>
    [Id(21)]
    public string Shape { get; init; } = "free";

    /// <summary>Whether centres are "free" or "fixed" where they are given.</summary>
    [Id(22)]
    public string Positions { get; init; } = "free";

    /// <summary>Least σ of a component along any direction, px, or null.</summary>
    [Id(23)]
    public double? SigmaMin { get; init; }

    /// <summary>Largest σ of a component along any direction, px, or null.</summary>
    [Id(24)]
    public double? SigmaMax { get; init; }

    /// <summary>In which parameters steps are taken: "manifold" or "bounded".</summary>
    [Id(25)]
    public string Step { get; init; } = "manifold";

    /// <summary>What is minimised: a word of <see cref="LossModel"/>.</summary>
    [Id(26)]
    public string Loss { get; init; } = BuiltIn.Loss.ToString();

    /// <summary>The side of the cells of the background's mesh, px; 0 where none is asked for.</summary>
    [Id(27)]
    public int MeshSize { get; init; }

    /// <summary>By how many standard deviations of the noise components stand out that are found, or null.</summary>
    [Id(28)]
    public double? Significance { get; init; }

    /// <summary>Which amplitudes components may have: "nonnegative" or "signed".</summary>
    /// <remarks>Null, as a record without the member is read, is the default.</remarks>
    [Id(29)]
    public string Amplitude
    {
        get => field ?? "nonnegative";
        init;
    }

    /// <summary>1: tiles alone. 2: and a coarse level.</summary>
    /// <remarks>Null, as a record without the member is read, is the default.</remarks>
    [Id(30)]
    public int? Levels
    {
        get => field ?? BuiltIn.Levels;
        init;
    }
    = BuiltIn.Levels;

    /// <summary>The options of the fit.</summary>
    /// <param name="threads">Threads for what is not a tile's work, such as the picture.</param>
    public FitOptions ToFitOptions(int threads) => new()
    {
        Components = Components,
        Rmse = Rmse,
        TileSize = Tile,
        Ring = Ring,
        Levels = Levels!.Value,
        Threads = threads,
        MaxSweeps = MaxSweeps,
        Tolerance = Tolerance,
        Background = new BackgroundModel(Background, MeshSize),
        Significance = Significance,
        Errors = ErrorModel.Parse(Errors, "--errors"),
        Restrictions = ComponentRestrictions.Parse(Shape, Positions, SigmaMin, SigmaMax, Step, Amplitude),
        Loss = LossModel.Parse(Loss, "--loss"),
    };
}
