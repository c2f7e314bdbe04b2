using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using TiledFit.Cli.Progress;
using TiledFit.Cli.Reports;
using TiledFit.Cli.Settings;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Engine;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit fit</c>: from a raster to a result directory.</summary>
internal sealed class FitCommand : RunnableCommand
{
    private readonly Lazy<FitSettings> _settings = new(() => FitSettings.Load());

    private readonly Argument<string> _input = new("INPUT")
    {
        Description = "The raster: .npy, or anything GDAL reads.",
    };

    private readonly Option<string> _output = OptionFactory.Output("DIR", "Directory for the result.");
    private readonly Option<string?> _init = OptionFactory.PathOf(
        "--init", "FILE", "Initial components, CSV or Parquet (amplitude, x, y, chol_11, chol_21, chol_22).");

    private readonly Option<int?> _components = OptionFactory.OptionalWhole(
        "--components", "N", "Ceiling on the number of components.");

    private readonly Option<double?> _rmse = OptionFactory.OptionalNumber(
        "--rmse", "R", "Stop adding components at this root mean square residual.");

    private readonly Option<int> _tile, _ring, _threads, _maxSweeps;
    private readonly Option<double> _tolerance;
    private readonly Option<string> _background;
    private readonly Option<double?> _noData = OptionFactory.OptionalNumber(
        "--nodata", "V", "Stored value that means \"no data\", instead of the one the file declares.");

    private readonly Option<int> _band = OptionFactory.Whole("--band", "N", "Band to fit, from 1.", () => 1);
    private readonly Option<string?> _report = OptionFactory.PathOf("--report", "FILE", "Write a report as JSON.");
    private readonly Option<bool> _json = OptionFactory.Switch(
        "--json", "Print the report as the last line of the output.");

    private readonly Option<bool> _quiet = OptionFactory.Switch("--quiet", "No progress, no summary.");
    private readonly Option<bool> _overwrite = OptionFactory.Switch(
        "--overwrite", "Replace a result that is already there.");

    public FitCommand()
        : base("fit", "Fits a sum of Gaussians to a raster.")
    {
        _tile = OptionFactory.Whole(
            "--tile", "PX", "Side of a tile; 0 makes the whole raster one tile.", () => _settings.Value.Tile);
        _ring = OptionFactory.Whole(
            "--ring", "PX", "Components of neighbouring tiles this near are fitted along.", () => _settings.Value.Ring);
        _threads = OptionFactory.Whole(
            "--threads", "N", "Worker threads, 0 for one a core.", () => _settings.Value.Threads);
        _maxSweeps = OptionFactory.Whole("--max-sweeps", "N", "Limit on sweeps.", () => _settings.Value.MaxSweeps);
        _tolerance = OptionFactory.Number(
            "--tolerance", "T", "Settled below this relative decrease over a sweep.", () => _settings.Value.Tolerance);
        _background = BackgroundOption.Create(() => _settings.Value.Background);
        Arguments.Add(_input);
        AddOptions(
            _output, _init, _components, _rmse, _tile, _ring, _threads, _maxSweeps, _tolerance, _background, _noData,
            _band, _report, _json, _quiet, _overwrite);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var total = Stopwatch.StartNew();
        FitOptions options = OptionsOf(arguments);
        string directory = arguments.GetRequiredValue(_output);
        string? reportFile = arguments.GetValue(_report);
        OutputFile.Check(reportFile, directory, arguments.GetRequiredValue(_input), arguments.GetValue(_init));
        var run = new FitRun(options, directory, arguments.GetValue(_overwrite))
        {
            Software = Software.NameAndVersion,
            DescribedOptions = Describe(arguments, options),
        };
        using IRaster raster = RasterFactory.Open(arguments.GetRequiredValue(_input), OpenOptionsOf(arguments));
        IReadOnlyList<Gaussian>? initial = arguments.GetValue(_init) is { } init ? ComponentCatalog.Read(init) : null;
        IProgressDisplay progress = ProgressOf(arguments);
        (FitResult fit, double writeSeconds) = progress.During(() => run.Execute(raster, initial, progress, cancellation));

        FitReport report = FitReport.Of(fit, writeSeconds, total.Elapsed.TotalSeconds);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (!arguments.GetValue(_quiet))
        {
            FitSummary.Of(raster.Info, fit, report, options.MaxSweeps, directory, run.PicturePath).Write(output);
        }

        ReportJson.Write(report, ReportJson.Default.FitReport, reportFile, arguments.GetValue(_json) ? output : null);
        return fit.Settled ? ExitCode.Done : ExitCode.NotSettled;
    }

    private FitOptions OptionsOf(ParseResult arguments)
    {
        int threads = arguments.GetValue(_threads);
        var options = new FitOptions
        {
            Components = arguments.GetValue(_components),
            Rmse = arguments.GetValue(_rmse),
            TileSize = arguments.GetValue(_tile),
            Ring = arguments.GetValue(_ring),
            Threads = threads == 0 ? Environment.ProcessorCount : threads,
            MaxSweeps = arguments.GetValue(_maxSweeps),
            Tolerance = arguments.GetValue(_tolerance),
            Background = BackgroundOption.Parse(arguments.GetRequiredValue(_background)),
        };
        Check(arguments, threads, options);
        return options;
    }

    private void Check(ParseResult arguments, int threads, FitOptions options)
    {
        try
        {
            CheckThreads(threads);
            options.Validate();
        }
        catch (InputException e)
        {
            throw new InputException(e.Message + Origins(arguments, e.Message), e);
        }
    }

    private static void CheckThreads(int threads)
    {
        if (threads < 0)
        {
            throw new InputException($"--threads {threads} must be 0 (one a core) or more");
        }
    }

    /// <summary>Where the options that a message names have their values from, if not from the command line.</summary>
    private string Origins(ParseResult arguments, string message)
    {
        (Option Option, string Setting)[] presets =
        [
            (_tile, nameof(FitSettings.Tile)), (_ring, nameof(FitSettings.Ring)),
            (_threads, nameof(FitSettings.Threads)), (_maxSweeps, nameof(FitSettings.MaxSweeps)),
            (_tolerance, nameof(FitSettings.Tolerance)),
        ];
        return string.Concat(presets
            .Where(preset => message.Contains($"{preset.Option.Name} ", StringComparison.Ordinal))
            .Where(preset => arguments.GetResult(preset.Option) is not { Implicit: false })
            .Select(preset => $" ({preset.Option.Name} is from {_settings.Value.OriginOf(preset.Setting)})"));
    }

    private RasterOpenOptions OpenOptionsOf(ParseResult arguments) => new()
    {
        Band = arguments.GetValue(_band),
        NoData = arguments.GetValue(_noData),
    };

    /// <summary>The options that the result depends on, for its manifest.</summary>
    private Dictionary<string, string> Describe(ParseResult arguments, FitOptions options)
    {
        var described = new Dictionary<string, string>
        {
            ["tile"] = Format.Number(options.TileSize),
            ["ring"] = Format.Number(options.Ring),
            ["max-sweeps"] = Format.Number(options.MaxSweeps),
            ["tolerance"] = Format.Number(options.Tolerance),
            ["background"] = BackgroundOption.Word(options.Background),
            ["band"] = Format.Number(arguments.GetValue(_band)),
        };
        if (options.Components is { } components)
        {
            described["components"] = Format.Number(components);
        }

        if (options.Rmse is { } rmse)
        {
            described["rmse"] = Format.Number(rmse);
        }

        if (arguments.GetValue(_noData) is { } noData)
        {
            described["nodata"] = Format.Number(noData);
        }

        if (arguments.GetValue(_init) is { } init)
        {
            described["init"] = init;
        }

        return described;
    }

    private IProgressDisplay ProgressOf(ParseResult arguments)
    {
        TextWriter error = arguments.InvocationConfiguration.Error;
        if (arguments.GetValue(_quiet))
        {
            return new SilentProgress();
        }

        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
        {
            return new ProgressLines(error);
        }

        return new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }));
    }
}
