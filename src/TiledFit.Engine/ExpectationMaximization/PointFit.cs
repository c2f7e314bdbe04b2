using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TiledFit.Core;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Tiling;

namespace TiledFit.Engine.ExpectationMaximization;

/// <summary>Fits the textbook's mixture to weighted points and publishes the result, in the points' units.</summary>
public sealed class PointFit
{
    /// <summary>What the manifest names as the input's driver.</summary>
    public const string Driver = "points";

    // Of the mean variance of all points: σ is at least a thousandth of their spread.
    private const double FloorShare = 1e-6;

    private readonly FitOptions _options;
    private readonly string _directory;
    private readonly bool _overwrite;

    /// <summary>Checks that the result can be written, before anything is read for it.</summary>
    /// <param name="options">How to fit: components, sweeps, tolerance, threads.</param>
    /// <param name="directory">Where the result goes; made if it does not exist.</param>
    /// <param name="overwrite">Whether a result that is already there is replaced.</param>
    /// <exception cref="InputException">See <see cref="ResultDirectory.Prepare"/>; or components are to be restricted,
    /// or the loss is not the squares.</exception>
    public PointFit(FitOptions options, string directory, bool overwrite)
    {
        FitRules.Refuse(options, "points");
        ResultDirectory.Prepare(directory, overwrite);
        _options = options;
        _directory = directory;
        _overwrite = overwrite;
    }

    /// <summary>Name and version of the program, for the manifest.</summary>
    public required string Software { get; init; }

    /// <summary>The options as the user gave them, by their names, for the manifest.</summary>
    public IReadOnlyDictionary<string, string> DescribedOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Fits, then publishes.</summary>
    /// <param name="path">The points' file, for the manifest and messages.</param>
    /// <param name="points">The points.</param>
    /// <param name="initial">Starting components, or null to seed <see cref="FitOptions.Components"/> of them.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <returns>The fit, and the seconds that publishing took. There is no residual: its objective is 0.</returns>
    /// <exception cref="InputException">There are no points, or no start.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no result is written.</exception>
    public (FitResult Fit, double PublishSeconds) Execute(
        string path, WeightedPoint[] points, IReadOnlyList<Gaussian>? initial, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using OutputClaim claim = OutputClaim.ForFit(_directory);
        var bounds = new EigenvalueBounds(FloorShare * MeanVariance(path, points), double.PositiveInfinity);
        GaussianMixture start = StartOf(points, initial, bounds);
        double seed = watch.Elapsed.TotalSeconds;
        FitResult fit = Maximize(points, start, bounds, seed, cancellation);
        double fitted = watch.Elapsed.TotalSeconds;
        ResultWriter.Write(
            _directory,
            new ResultContent(ManifestOf(path, points, fit), ComponentOrder.Sort(fit.Components), [], fit.Sweeps),
            _overwrite, cancellation);
        return (fit, watch.Elapsed.TotalSeconds - fitted);
    }

    private static double MeanVariance(string path, WeightedPoint[] points)
    {
        double weight = points.Sum(point => point.Weight);
        double x = points.Sum(point => point.Weight * point.X) / weight;
        double y = points.Sum(point => point.Weight * point.Y) / weight;
        double variance = 0.5 * points.Sum(point =>
            point.Weight * ((point.X - x) * (point.X - x) + (point.Y - y) * (point.Y - y))) / weight;
        return variance > 0 && double.IsFinite(variance)
            ? variance
            : throw new InputException(
                $"{path} has no two points of positive weight in different places; there is nothing to fit");
    }

    private GaussianMixture StartOf(
        WeightedPoint[] points, IReadOnlyList<Gaussian>? initial, EigenvalueBounds bounds) =>
        (initial, _options.Components) switch
        {
            (null, null or 0) => throw new InputException(
                "points need a start: --init FILE, or --components N to find that many."),
            (null, { } count) => PointSeeding.Find(points, count, bounds),
            ({ Count: 0 }, _) => throw new InputException("--init holds no components."),
            ({ } given, { } ceiling) when given.Count > ceiling => throw new InputException(
                $"--init holds {given.Count} components, more than --components {ceiling} allows."),
            ({ } given, _) => given.All(component => component.Amplitude == 0)
                ? throw new InputException("--init holds no component whose amplitude is above 0.")
                : new GaussianMixture(given, 0),
        };

    private FitResult Maximize(
        WeightedPoint[] points, GaussianMixture start, EigenvalueBounds bounds, double seed,
        CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var trace = new List<TracePoint>();
        ExpectationMaximizerSummary found = ExpectationMaximizer.Run(
            start,
            new PointSetExpectation(points, _options.Threads, cancellation),
            ExpectationMaximizationFit.OptionsOf(_options, bounds),
            (iteration, _, likelihood) => trace.Add(new TracePoint(
                clock.Elapsed.TotalSeconds, ExpectationMaximizationFit.SweepOf(iteration), 0, likelihood)));
        IEnumerable<Component> components = found.Mixture.Components.Select((shape, id) => new Component(
            id, shape, bounds.AreMetBy(shape) ? ComponentFlags.AtBound : ComponentFlags.None));
        IEnumerable<SweepRow> sweeps = trace.Where(point => point.Sweep > 0).GroupBy(point => point.Sweep).Select(
            sweep => new SweepRow(
                sweep.Key, SweepRow.ExpectationMaximizationPhase, 0, 0, double.NaN, 0, start.Components.Count,
                sweep.Last().Seconds));
        return new FitResult(
            new FittedComponents(1, [[.. components]]), [], [.. sweeps], Background.None, 0, points.Length,
            found.Termination != ExpectationTermination.MaxIterations,
            new FitSeconds(0, seed, clock.Elapsed.TotalSeconds), [.. trace.Where(point => point.Sweep > 0)], 0,
            found.LogLikelihood);
    }

    private Manifest ManifestOf(string path, WeightedPoint[] points, FitResult fit) => ResultManifest.Of(
        fit,
        new RasterInfo(path, Driver, 0, 0, 0, 0, "Float64", 0, 0, null, 1, 0, null, null),
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<WeightedPoint>(points)))[..16].ToLowerInvariant(),
        Software,
        DescribedOptions);
}
