using System.Diagnostics;
using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Results;
using TiledFit.Engine;
using TiledFit.Engine.Synthesis;
using TiledFit.Tiling;

namespace TiledFit.Statistics;

/// <summary>
/// Fits synthetic fields of which the truth is known and asks whether the errors are what they say. Amplitudes are 25
/// to 75 times the noise. What counts is decided by the truth alone: components whose amplitude is 20 times the error that
/// it would have there, with its neighbours. In closer blends the least squares have several minima.
/// </summary>
internal sealed class PullsExperiment
{
    private const int Side = 512, Components = 250;
    private const double LeastSignificance = 20;
    private const double Noise = 0.02, SigmaMin = 2, SigmaMax = 4, Perturbation = 0.02;

    private static readonly (
        string Name, Func<Gaussian, double> Value, Func<ComponentErrors, double> Error)[] Quantities =
    [
        ("amplitude", g => g.Amplitude, e => e.Amplitude),
        ("x", g => g.X, e => e.X),
        ("y", g => g.Y, e => e.Y),
        ("chol_11", g => g.L11, e => e.L11),
        ("chol_21", g => g.L21, e => e.L21),
        ("chol_22", g => g.L22, e => e.L22),
        ("cov_xx", g => g.CovarianceXX, e => e.CovarianceXX),
        ("cov_xy", g => g.CovarianceXY, e => e.CovarianceXY),
        ("cov_yy", g => g.CovarianceYY, e => e.CovarianceYY),
        ("volume", g => g.Volume, e => e.Volume),
    ];

    private readonly double _beam;
    private readonly FitOptions _options;
    private readonly List<(Gaussian Truth, ComponentRow Found)> _pairs = [];

    /// <summary>An experiment without fields.</summary>
    /// <param name="beam">Full width at half maximum of the beam that smooths the noise, px; 0 for white noise.</param>
    /// <param name="modelled">Whether the errors know of the beam.</param>
    public PullsExperiment(double beam, bool modelled = true)
    {
        _beam = beam;
        _options = new FitOptions
        {
            TileSize = 256,
            Threads = 1,
            Tolerance = 1e-8,
            Background = BackgroundChoice.None,
            Errors = beam > 0 && modelled
                ? ErrorModel.Parse(FormattableString.Invariant($"beam:{beam}"), "beam")
                : ErrorModel.White,
        };
    }

    /// <summary>The parameters that a fit has; the rest follows from them.</summary>
    public static int ParameterCount => Gaussian.ParameterCount;

    /// <summary>Components that do not count.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Fields that did not settle.</summary>
    public int Unsettled { get; private set; }

    /// <summary>Processor time of the errors over that of the fits.</summary>
    public double Cost => ErrorTime / FitTime;

    private TimeSpan FitTime { get; set; }

    private TimeSpan ErrorTime { get; set; }

    /// <summary>Fits one more field.</summary>
    public void Add(int seed)
    {
        SyntheticField field = SyntheticField.Generate(new SyntheticFieldOptions
        {
            Width = Side,
            Height = Side,
            Components = Components,
            SigmaMin = SigmaMin,
            SigmaMax = SigmaMax,
            Noise = 0,
            Perturbation = Perturbation,
            Seed = (ulong)seed,
        });
        double[] values = NoisyField.Render(Side, Side, field.Truth);
        double[] noise = NoisyField.Noise(Side, Side, Noise, _beam, seed);
        using var raster = new ArrayRaster(Side, Side, [.. values.Zip(noise, (z, n) => z + n)]);
        TimeSpan start = ProcessorTime;
        FitResult fit = LocalHost.Fit(raster, _options, [.. field.Initial]);
        TimeSpan fitted = ProcessorTime;
        IReadOnlyList<ComponentRow> estimated = ErrorEstimator.Estimate(raster, _options, fit);
        FitTime += fitted - start;
        ErrorTime += ProcessorTime - fitted;
        Unsettled += fit.Settled ? 0 : 1;
        HashSet<long> significant = Significant(raster, fit, field.Truth);
        LeftOut += Components - significant.Count;
        _pairs.AddRange(estimated
            .Where(row => significant.Contains(row.Component.Id))
            .Select(row => (field.Truth[(int)row.Component.Id], row)));
    }

    /// <summary>The pulls of every parameter, then of what follows from them.</summary>
    public IReadOnlyList<PullStatistics> Statistics() =>
    [
        .. Quantities.Select(quantity => PullStatistics.Of(quantity.Name,
        [
            .. _pairs.Select(pair =>
                (quantity.Value(pair.Found.Component.Shape) - quantity.Value(pair.Truth))
                / quantity.Error(pair.Found.Errors!.Value)),
        ])),
    ];

    private HashSet<long> Significant(ArrayRaster raster, FitResult fit, IReadOnlyList<Gaussian> truth)
    {
        IReadOnlyList<ComponentRow> atTruth = ErrorEstimator.Estimate(raster, _options, fit with
        {
            Components = fit.Components.With(
            [
                .. fit.Components.Select(row => new Component(row.Component.Id, truth[(int)row.Component.Id])),
            ]),
        });
        return
        [
            .. atTruth
                .Where(row => row.Component.Shape.Amplitude >= LeastSignificance * row.Errors!.Value.Amplitude)
                .Select(row => row.Component.Id),
        ];
    }

    private static TimeSpan ProcessorTime => Process.GetCurrentProcess().TotalProcessorTime;
}
