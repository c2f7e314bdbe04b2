using System.CommandLine;
using System.Diagnostics;
using TiledFit.Cli.Progress;
using TiledFit.Cli.Reports;
using TiledFit.Cli.Settings;
using TiledFit.Core;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Engine;
using TiledFit.Engine.ExpectationMaximization;
using TiledFit.Engine.Memory;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Cli.Commands;

/// <summary><c>tiledfit fit</c>: from a raster to a result directory.</summary>
internal sealed class FitCommand : RunnableCommand
{
    private readonly FitArguments _fit = new();
    private readonly Option<string> _method = MethodOption.Create();
    private readonly ProfileFitting _profiles = new();
    private readonly Option<int> _threads;
    private readonly Option<string?> _report = OptionFactory.OptionalText(
        "--report", "FILE", "Write a report as JSON.");

    private readonly Option<bool> _json = OptionFactory.Switch(
        "--json", "Print the report as the last line of the output.");

    private readonly Option<bool> _profile = OptionFactory.Switch(
        "--profile", "Print the share of each phase in the time of the tile steps.");

    private readonly Option<double> _checkpoint = OptionFactory.Number(
        "--checkpoint", "S", "Seconds between checkpoints, 0 for none.", () => 60);

    private readonly Option<bool> _resume = OptionFactory.Switch(
        "--resume", "Go on with a fit that was interrupted, if there is one in DIR.");

    private readonly Option<string?> _memory = OptionFactory.OptionalText(
        "--memory", "SIZE", "Keep the process's resident set below SIZE, such as 2GiB.");

    private readonly Option<bool> _quiet = OptionFactory.Switch("--quiet", "No progress, no summary.");

    public FitCommand()
        : base("fit", "Fits a sum of Gaussians to a raster.")
    {
        _threads = OptionFactory.Whole(
            "--threads", "N", "Worker threads, 0 for one a core.", () => _fit.Settings.Threads);
        Arguments.Add(_fit.Input);
        AddOptions(
        [
            .. _fit.Options, _method, _threads, _report, _json, _profile, _quiet, _memory, _checkpoint, _resume,
            .. _profiles.Options,
        ]);
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var total = Stopwatch.StartNew();
        Task.Run(WarmUp.Run, cancellation);
        JobDescription job = _fit.Describe(arguments);
        FitOptions options = OptionsOf(job, arguments);
        FitMethod method = MethodOption.Parse(arguments.GetRequiredValue(_method));
        long? heap = LimitMemory(arguments, method);
        string? reportFile = arguments.GetValue(_report);
        OutputFile.CheckStays(job.Output);
        OutputFile.Check(reportFile, job.Output, job.Input, job.Init, job.Weights, job.Mask);
        if (_profiles.IsMeant(arguments, job.Input, method))
        {
            return FitProfile(job, options, method, arguments, total, cancellation);
        }

        if (method != FitMethod.LeastSquares && IsPoints(job.Input))
        {
            return FitPoints(job, options, method, arguments, total, cancellation);
        }

        StepProfile? profile = arguments.GetValue(_profile) ? new StepProfile() : null;
        var run = new FitRun(options, job.Output, job.Overwrite)
        {
            Software = Software.NameAndVersion,
            DescribedOptions = MethodOption.Describe(job.Describe(), method),
            Method = method,
            Heap = heap,
            Profile = profile,
            Checkpoints = CheckpointsOf(arguments, method),
        };
        var opening = new RasterOpenOptions { Band = job.Band, Plane = job.Plane, NoData = job.NoData };
        using IRaster raster = job.Selection.Apply(
            RasterFactory.Open(job.Input, opening), path => RasterFactory.Open(path));
        SkyWarning.Write(raster.Info, arguments);
        IReadOnlyList<Gaussian>? initial = job.Init is { } init
            ? ComponentCatalog.Read(init, options.AllowsNegative)
            : null;
        IProgressDisplay progress = ProgressDisplay.For(
            arguments.InvocationConfiguration.Error, arguments.GetValue(_quiet));
        (FitResult fit, double writeSeconds) = progress.During(
            () => run.Execute(raster, initial, progress, cancellation));

        FitReport report = FitReport.Of(fit, writeSeconds, total.Elapsed.TotalSeconds, profile);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (!arguments.GetValue(_quiet))
        {
            FitSummary.Of(raster.Info, fit, report, options.MaxSweeps, job.Output, run.PicturePath).Write(output);
            if (profile is not null)
            {
                ProfileSummary.Write(profile, output);
            }
        }

        ReportJson.Write(report, ReportJson.Default.FitReport, reportFile, arguments.GetValue(_json) ? output : null);
        return fit.Settled ? ExitCode.Done : ExitCode.NotSettled;
    }

    // GDAL has no raster by these names but grids of x, y, z as text, which expectation maximisation takes as points.
    private static bool IsPoints(string input) =>
        Path.GetExtension(input).ToLowerInvariant() is ".csv" or ".parquet";

    private int FitPoints(
        JobDescription job, FitOptions options, FitMethod method, ParseResult arguments, Stopwatch total,
        CancellationToken cancellation)
    {
        if (method != FitMethod.ExpectationMaximization || job.Rmse is not null)
        {
            throw new InputException(
                $"{job.Input} holds points, which have no residual: take --method em, without --rmse");
        }

        if (job.Selection != PixelSelection.All)
        {
            throw new InputException(
                $"{job.Input} holds points: --weights, --mask and --saturation go with rasters; give a column weight");
        }

        var run = new PointFit(options, job.Output, job.Overwrite)
        {
            Software = Software.NameAndVersion,
            DescribedOptions = MethodOption.DescribeForPoints(job.Describe(), method),
        };
        WeightedPoint[] points = PointCatalog.Read(job.Input);
        IReadOnlyList<Gaussian>? initial = job.Init is { } init ? ComponentCatalog.Read(init) : null;
        (FitResult fit, double writeSeconds) = run.Execute(job.Input, points, initial, cancellation);
        FitReport report = FitReport.Of(fit, writeSeconds, total.Elapsed.TotalSeconds);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (!arguments.GetValue(_quiet))
        {
            FitSummary.OfPoints(job.Input, report, options.MaxSweeps, job.Output).Write(output);
        }

        ReportJson.Write(
            report, ReportJson.Default.FitReport, arguments.GetValue(_report),
            arguments.GetValue(_json) ? output : null);
        return fit.Settled ? ExitCode.Done : ExitCode.NotSettled;
    }

    private int FitProfile(
        JobDescription job, FitOptions options, FitMethod method, ParseResult arguments, Stopwatch total,
        CancellationToken cancellation)
    {
        foreach (Option option in new Option[] { _memory, _resume, _profile })
        {
            if (arguments.GetResult(option) is { Implicit: false })
            {
                throw new InputException($"{option.Name} goes with rasters; {job.Input} is a profile");
            }
        }

        (FitReport report, FactSheet summary) = _profiles.Run(
            arguments, job, options, MethodOption.Describe(job.Describe(), method), total, cancellation);
        TextWriter output = arguments.InvocationConfiguration.Output;
        if (!arguments.GetValue(_quiet))
        {
            summary.Write(output);
        }

        ReportJson.Write(
            report, ReportJson.Default.FitReport, arguments.GetValue(_report),
            arguments.GetValue(_json) ? output : null);
        return report.Settled ? ExitCode.Done : ExitCode.NotSettled;
    }

    private FitOptions OptionsOf(JobDescription job, ParseResult arguments)
    {
        int threads = arguments.GetValue(_threads);
        FitOptions options = job.ToFitOptions(threads == 0 ? Environment.ProcessorCount : threads);
        try
        {
            CheckThreads(threads);
            options.Validate();
        }
        catch (InputException e)
        {
            throw new InputException(e.Message + OriginsOf(arguments, e.Message), e);
        }

        return options;
    }

    private CheckpointOptions? CheckpointsOf(ParseResult arguments, FitMethod method)
    {
        double seconds = arguments.GetValue(_checkpoint);
        bool resume = arguments.GetValue(_resume);
        if (seconds is not (>= 0 and <= 86_400))
        {
            throw new InputException($"{_checkpoint.Name} {seconds} must be from 0 (none) to 86400 seconds");
        }

        bool keeps = seconds > 0 && method == FitMethod.LeastSquares;
        return keeps ? new CheckpointOptions(TimeSpan.FromSeconds(seconds), resume)
            : resume ? throw new InputException(
                $"{_resume.Name} needs checkpoints; fits by {_method.Name} lm keep them, unless {_checkpoint.Name} is 0")
            : null;
    }

    private long? LimitMemory(ParseResult arguments, FitMethod method)
    {
        if (arguments.GetValue(_memory) is not { } text)
        {
            return null;
        }

        if (!ByteSize.TryParse(text, out long bytes))
        {
            throw new InputException($"{_memory.Name} '{text}' is no size such as 800MiB or 2GiB");
        }

        if (method != FitMethod.LeastSquares)
        {
            throw new InputException($"{_memory.Name} goes with {_method.Name} lm, whose tiles can wait on the disk");
        }

        try
        {
            return ProcessMemory.Limit(bytes);
        }
        catch (InputException e)
        {
            throw new InputException($"{_memory.Name} {text}: {e.Message}", e);
        }
    }

    private static void CheckThreads(int threads)
    {
        if (threads < 0)
        {
            throw new InputException($"--threads {threads} must be 0 (one a core) or more");
        }
    }

    private string OriginsOf(ParseResult arguments, string message)
    {
        bool threads = message.Contains($"{_threads.Name} ", StringComparison.Ordinal)
            && arguments.GetResult(_threads) is not { Implicit: false };
        return _fit.OriginsOf(arguments, message)
            + (threads ? $" ({_threads.Name} is from {_fit.Settings.OriginOf(nameof(FitSettings.Threads))})" : "");
    }
}
