using System.Diagnostics;
using System.Globalization;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;
using TiledFit.Engine.Tiles;
using TiledFit.Tiling;

namespace TiledFit.Engine.ExpectationMaximization;

/// <summary>
/// A fit by expectation maximisation: the start and its background as for least squares, the likelihood over the whole
/// raster, then the count of the result, or its further fit, by the tiles.
/// </summary>
internal sealed class ExpectationMaximizationFit(
    IRaster raster, FitOptions options, FitMethod method, IFitObserver? observer, StepProfile? profile)
{
    // As many as least squares takes in a sweep of one tile.
    private const int IterationsPerSweep = 10;

    // Of the largest height: the uniform part must begin above 0, or it stays there.
    private const double LeastUniform = 1e-12;

    private readonly TileGrid _grid = new(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
    private readonly List<TracePoint> _trace = [];
    private readonly List<SweepRow> _sweeps = [];
    private readonly Stopwatch _clock = new();
    private FitResult _start = null!;

    /// <summary>When to end, ten iterations being a sweep.</summary>
    public static ExpectationMaximizerOptions OptionsOf(FitOptions options, EigenvalueBounds bounds) => new(
        bounds, IterationsPerSweep * options.MaxSweeps, options.Tolerance / IterationsPerSweep);

    /// <summary>The sweep of an iteration, both from 1; 0 for the start.</summary>
    public static int SweepOf(int iteration) => (iteration + IterationsPerSweep - 1) / IterationsPerSweep;

    /// <summary>Fits.</summary>
    /// <param name="initial">Starting components, or null to find them.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="Core.InputException">The raster or the options cannot be used, or nothing lies above the
    /// background.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FitResult Run(IReadOnlyList<Gaussian>? initial, CancellationToken cancellation)
    {
        _start = LocalHost.Fit(
            raster, options with { StopsAtStart = true }, initial, observer, profile: profile, cancellation: cancellation);
        _clock.Start();
        ExpectationMaximizerSummary found = Maximize(cancellation);
        double seconds = _clock.Elapsed.TotalSeconds;
        bool ends = method == FitMethod.ExpectationMaximization;
        FitResult fit = LocalHost.Fit(
            raster, options with { StopsAtStart = ends, Components = null, Rmse = null }, found.Mixture.Components,
            observer, profile: profile, cancellation: cancellation);
        FitResult joined = Join(fit, seconds);
        return ends ? Conclude(joined, found, cancellation) : joined;
    }

    private RasterExpectation Expectation(CancellationToken cancellation) =>
        new(raster, _start.Background, options.Threads, cancellation);

    private EigenvalueBounds Bounds
    {
        get
        {
            double widest = _grid.Reach / Support.Radius;
            return new EigenvalueBounds(EigenvalueBounds.PixelFloor, widest * widest);
        }
    }

    private ExpectationMaximizerSummary Maximize(CancellationToken cancellation)
    {
        Gaussian[] components = [.. _start.Components.Select(row => row.Component.Shape)];
        double uniform = _start.Rmse + LeastUniform * components.Select(g => g.Amplitude).DefaultIfEmpty().Max();
        ExpectationMaximizerSummary found = ExpectationMaximizer.Run(
            new GaussianMixture(components, uniform),
            Expectation(cancellation),
            OptionsOf(options, Bounds),
            Note);
        observer?.OnMessage(Describe(found));
        return found;
    }

    private void Note(int iteration, Expectation expectation, double logLikelihood)
    {
        if (iteration == 0)
        {
            return;
        }

        double objective = expectation.SquaredError, seconds = _start.Seconds.Fit + _clock.Elapsed.TotalSeconds;
        int sweep = _start.Sweeps.Count + SweepOf(iteration);
        _trace.Add(new TracePoint(seconds, sweep, objective, logLikelihood));
        double before = _sweeps.LastOrDefault(row => row.Sweep < sweep)?.Objective ?? _start.Objective;
        var row = new SweepRow(
            sweep, SweepRow.ExpectationMaximizationPhase, objective, before > 0 ? (before - objective) / before : 0,
            double.NaN, _grid.Count, expectation.Components.Count, seconds);
        if (_sweeps.Count > 0 && _sweeps[^1].Sweep == sweep)
        {
            _sweeps[^1] = row;
        }
        else
        {
            _sweeps.Add(row);
        }

        observer?.OnProgress(new FitProgress(
            SweepRow.ExpectationMaximizationPhase, sweep, objective, row.RelativeDecrease, null, 0, 0, _grid.Count,
            row.Components, _start.Pixels, null,
            TimeSpan.FromSeconds(_start.Seconds.Read + _start.Seconds.Seed + seconds), null));
    }

    private static string Describe(ExpectationMaximizerSummary found)
    {
        Expectation sums = found.Expectation;
        string reason = found.Termination switch
        {
            ExpectationTermination.Converged => "converged",
            ExpectationTermination.NoIncrease => "ended where the likelihood rises no more",
            _ => "stopped at its limit",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"EM {reason} after {found.Iterations} iterations; heights below the background count as zero, "
            + $"{sums.NegativeWeight / (sums.Weight + sums.NegativeWeight):P1} of all; the uniform part holds "
            + $"{sums.UniformWeight / sums.Weight:P1}, {found.Mixture.UniformHeight:G3} a pixel.");
    }

    private FitResult Join(FitResult fit, double seconds)
    {
        int sweepsBefore = _start.Sweeps.Count + _sweeps.Count;
        double secondsBefore = _start.Seconds.Fit + seconds;
        return fit with
        {
            Components = fit.Components.With([.. fit.Components.Select(row => WithIdentity(row.Component))]),
            Sweeps =
            [
                .. _start.Sweeps,
                .. _sweeps,
                .. fit.Sweeps.Select(row => row with
                {
                    Sweep = sweepsBefore + row.Sweep, Seconds = secondsBefore + row.Seconds,
                }),
            ],
            Trace =
            [
                .. _start.Trace,
                .. _trace,
                .. fit.Trace.Select(point => point with
                {
                    Sweep = sweepsBefore + point.Sweep, Seconds = secondsBefore + point.Seconds,
                }),
            ],
            Seconds = new FitSeconds(
                _start.Seconds.Read,
                _start.Seconds.Seed,
                secondsBefore + fit.Seconds.Read + fit.Seconds.Seed + fit.Seconds.Fit),
        };
    }

    // A component's row in the start is its identity in the last stage.
    private Component WithIdentity(Component component)
    {
        Component start = _start.Components[checked((int)component.Id)].Component;
        return component with { Id = start.Id, Flags = component.Flags | (start.Flags & ComponentFlags.Origin) };
    }

    private FitResult Conclude(
        FitResult fit, ExpectationMaximizerSummary found, CancellationToken cancellation)
    {
        Gaussian[] shapes = [.. fit.Components.Select(row => row.Component.Shape)];
        bool[] touch = Expectation(cancellation).TouchNoData(shapes);
        bool settled = found.Termination != ExpectationTermination.MaxIterations;
        return fit with
        {
            Components = fit.Components.With(
            [
                .. fit.Components.Zip(touch, (row, touches) => row.Component with
                {
                    Flags = row.Component.Flags | FlagsOf(row.Component.Shape)
                        | (touches ? ComponentFlags.TouchesNoData : ComponentFlags.None),
                }),
            ]),
            Tiles = settled ? [.. fit.Tiles.Select(AtRest)] : fit.Tiles,
            Settled = settled,
            LogLikelihood = found.LogLikelihood,
        };
    }

    private static TileRow AtRest(TileRow tile) =>
        tile.Status == TileRows.Active ? tile with { Status = TileRows.Settled } : tile;

    private ComponentFlags FlagsOf(Gaussian g)
    {
        bool clipped = g.X - g.HalfWidth < 0 || g.X + g.HalfWidth > raster.Info.Width - 1
            || g.Y - g.HalfHeight < 0 || g.Y + g.HalfHeight > raster.Info.Height - 1;
        return (clipped ? ComponentFlags.ClippedByEdge : ComponentFlags.None)
            | (Bounds.AreMetBy(g) ? ComponentFlags.AtBound : ComponentFlags.None);
    }
}
