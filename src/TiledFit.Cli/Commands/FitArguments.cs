using System.CommandLine;
using TiledFit.Cli.Settings;
using TiledFit.Core.Restrictions;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary>What <c>fit</c> and <c>submit</c> have in common: all that a result depends on.</summary>
internal sealed class FitArguments
{
    private readonly Lazy<FitSettings> _settings = new(() => FitSettings.Load());
    private readonly Option<string> _output = OptionFactory.Output("DIR", "Directory for the result.");
    private readonly Option<string?> _init = OptionFactory.OptionalText(
        "--init", "FILE", "Initial components, CSV or Parquet (amplitude, x, y, chol_11, chol_21, chol_22).");

    private readonly Option<int?> _components = OptionFactory.OptionalWhole(
        "--components", "N", "Ceiling on the number of components.");

    private readonly Option<double?> _rmse = OptionFactory.OptionalNumber(
        "--rmse", "R", "Stop adding components at this root mean square residual.");

    private readonly Option<double?> _significance = OptionFactory.OptionalNumber(
        "--significance", "S", "Keep components that stand out from the noise by S standard deviations.");

    private readonly Option<int> _tile, _ring, _levels, _maxSweeps;
    private readonly Option<double> _tolerance;
    private readonly Option<string> _background, _errors, _loss;
    private readonly Option<double?> _noData = OptionFactory.OptionalNumber(
        "--nodata", "V", "Stored value that means \"no data\", instead of the one the file declares.");

    private readonly Option<string?> _weights = OptionFactory.OptionalText(
        "--weights", "FILE", "Weights of the squares, such as inverse variances; pixels of weight 0 are no data.");

    private readonly Option<string?> _mask = OptionFactory.OptionalText(
        "--mask", "FILE", "Pixels that are 0, or no data, in FILE are no data.");

    private readonly Option<double?> _saturation = OptionFactory.OptionalNumber(
        "--saturation", "V", "Pixels at or above V are no data.");

    private readonly Option<int> _band = OptionFactory.Whole("--band", "N", "Band to fit, from 1.", () => 1);
    private readonly Option<string?> _plane = PlaneOption.Create();
    private readonly Option<string> _shape = OptionFactory.Text(
        "--shape", ShapeRule.Words, "Shapes: any, round ones, those of --init, or one for all (px, px, rad).",
        () => "free");

    private readonly Option<string> _positions = OptionFactory.Text(
        "--positions", ComponentRestrictions.PositionWords, "Centres: free, or where --init has them.", () => "free");

    private readonly Option<double?> _sigmaMin = OptionFactory.OptionalNumber(
        "--sigma-min", "PX", "Least standard deviation of a component along any direction.");

    private readonly Option<double?> _sigmaMax = OptionFactory.OptionalNumber(
        "--sigma-max", "PX", "Largest standard deviation of a component along any direction.");

    private readonly Option<string> _step = OptionFactory.Text(
        "--step", ComponentRestrictions.StepWords, "Parameters of a step: free ones, or bounded ones as a check.",
        () => "manifold");

    private readonly Option<string> _amplitude = OptionFactory.Text(
        "--amplitude", ComponentRestrictions.AmplitudeWords, "Amplitudes: none negative, or of either sign.",
        () => "nonnegative");

    private readonly Option<bool> _overwrite = OptionFactory.Switch(
        "--overwrite", "Replace a result that is already there.");

    public FitArguments()
    {
        _tile = OptionFactory.Whole(
            "--tile", "PX", "Side of a tile; 0 makes the whole raster one tile.", () => Settings.Tile);
        _ring = OptionFactory.Whole(
            "--ring", "PX", "Components of neighbouring tiles this near are fitted along.", () => Settings.Ring);
        _levels = OptionFactory.Whole(
            "--levels", "N", "2 adds a coarse level, for structure that is too broad for a tile.",
            () => new FitOptions().Levels);
        _maxSweeps = OptionFactory.Whole("--max-sweeps", "N", "Limit on sweeps.", () => Settings.MaxSweeps);
        _tolerance = OptionFactory.Number(
            "--tolerance", "T", "Settled below this relative decrease over a sweep.", () => Settings.Tolerance);
        _background = BackgroundOption.Create(() => Settings.Background);
        _errors = new Option<string>("--errors")
        {
            HelpName = ErrorModel.Words,
            Description = "One-sigma errors: none, in white noise, or in noise smoothed with a beam of FWHM px.",
            DefaultValueFactory = _ => Settings.Errors,
        };
        _loss = new Option<string>("--loss")
        {
            HelpName = LossModel.Words,
            Description = "What is minimised; C in standard deviations of the noise.",
            DefaultValueFactory = _ => LossModel.Squares.ToString(),
        };
    }

    /// <summary>The defaults.</summary>
    public FitSettings Settings => _settings.Value;

    /// <summary>The raster.</summary>
    public Argument<string> Input { get; } = new("INPUT")
    {
        Description = "The raster: .npy, FITS, or anything GDAL reads; or a profile: .csv, .parquet, .npy of one axis.",
    };

    /// <summary>In the order of the help text.</summary>
    public IReadOnlyList<Option> Options =>
    [
        _output, _init, _components, _rmse, _significance, _tile, _ring, _levels, _maxSweeps, _tolerance, _background,
        _errors, _loss, _noData, _weights, _mask, _saturation, _shape, _positions, _sigmaMin, _sigmaMax, _step,
        _amplitude, _band, _plane, _overwrite,
    ];

    /// <summary>What was asked for, with paths as they were given; its numbers are not checked.</summary>
    public JobDescription Describe(ParseResult arguments) => new()
    {
        Input = arguments.GetRequiredValue(Input),
        Output = arguments.GetRequiredValue(_output),
        Init = arguments.GetValue(_init),
        Components = arguments.GetValue(_components),
        Rmse = arguments.GetValue(_rmse),
        Significance = arguments.GetValue(_significance),
        Tile = arguments.GetValue(_tile),
        Ring = arguments.GetValue(_ring),
        Levels = arguments.GetValue(_levels),
        MaxSweeps = arguments.GetValue(_maxSweeps),
        Tolerance = arguments.GetValue(_tolerance),
        Background = BackgroundOption.Parse(arguments.GetRequiredValue(_background)).ToString(),
        Errors = ErrorModel.Parse(arguments.GetRequiredValue(_errors), _errors.Name).ToString(),
        Loss = LossModel.Parse(arguments.GetRequiredValue(_loss), _loss.Name).ToString(),
        Band = arguments.GetValue(_band),
        Plane = arguments.GetValue(_plane),
        NoData = arguments.GetValue(_noData),
        Weights = arguments.GetValue(_weights),
        Mask = arguments.GetValue(_mask),
        Saturation = arguments.GetValue(_saturation),
        Shape = ShapeRule.Parse(arguments.GetRequiredValue(_shape), _shape.Name).ToString(),
        Positions = arguments.GetRequiredValue(_positions),
        SigmaMin = arguments.GetValue(_sigmaMin),
        SigmaMax = arguments.GetValue(_sigmaMax),
        Step = arguments.GetRequiredValue(_step),
        Amplitude = arguments.GetRequiredValue(_amplitude),
        Overwrite = arguments.GetValue(_overwrite),
    };

    /// <summary>Where the options that a message names have their values from, if not from the command line.</summary>
    public string OriginsOf(ParseResult arguments, string message)
    {
        (Option Option, string Setting)[] presets =
        [
            (_tile, nameof(FitSettings.Tile)), (_ring, nameof(FitSettings.Ring)),
            (_maxSweeps, nameof(FitSettings.MaxSweeps)), (_tolerance, nameof(FitSettings.Tolerance)),
        ];
        return string.Concat(presets
            .Where(preset => message.Contains($"{preset.Option.Name} ", StringComparison.Ordinal))
            .Where(preset => arguments.GetResult(preset.Option) is not { Implicit: false })
            .Select(preset => $" ({preset.Option.Name} is from {Settings.OriginOf(preset.Setting)})"));
    }
}
