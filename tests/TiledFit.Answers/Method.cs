using TiledFit.Core.Model;
using TiledFit.Core.Restrictions;
using TiledFit.Engine;
using TiledFit.Engine.ExpectationMaximization;
using TiledFit.Tiling;

namespace TiledFit.Answers;

/// <summary>A way to fit the same model, by options as on the command line.</summary>
/// <param name="Name">In the tables.</param>
/// <param name="Fit">What is optimised.</param>
/// <param name="With">Its options, given those that all share.</param>
internal sealed record Method(string Name, FitMethod Fit, Func<FitOptions, FitOptions> With)
{
    /// <summary>The project's own: Levenberg–Marquardt with the step on the manifold.</summary>
    public static Method LeastSquares { get; } = new("LM", FitMethod.LeastSquares, options => options);

    /// <summary>What is measured from given starts.</summary>
    public static IReadOnlyList<Method> FromGivenStart { get; } =
    [
        LeastSquares,
        new("variable projection", FitMethod.LeastSquares, options => options with { ProjectsAmplitudes = true }),
        new(
            "LM, bounded", FitMethod.LeastSquares,
            options => options with { Restrictions = new ComponentRestrictions { Step = StepKind.Bounded } }),
        new("EM, then LM", FitMethod.ExpectationMaximizationThenLeastSquares, options => options),
        new("EM alone", FitMethod.ExpectationMaximization, options => options),
    ];

    /// <summary>From a start of its own, at most as many components as the truth has.</summary>
    public static Method Automatic { get; } = LeastSquares with { Name = "LM from its own start" };

    /// <summary>Fits on one thread, as one tile, without a background, to the tolerance of the command line.</summary>
    /// <param name="field">What to fit.</param>
    /// <param name="start">Where from; null finds a start.</param>
    public FitResult Run(TestField field, IReadOnlyList<Gaussian>? start)
    {
        FitOptions options = With(new FitOptions
        {
            TileSize = 0,
            Threads = 1,
            Background = BackgroundChoice.None,
            Components = start is null ? field.Truth.Count : null,
        });
        return Fit == FitMethod.LeastSquares
            ? LocalHost.Fit(field.Raster, options, start)
            : new ExpectationMaximizationFit(field.Raster, options, Fit, null, null).Run(start, default);
    }
}
