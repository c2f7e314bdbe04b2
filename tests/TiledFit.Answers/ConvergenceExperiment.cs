using TiledFit.Benchmarks.Peers;
using TiledFit.Core.Model;
using TiledFit.Engine;

namespace TiledFit.Answers;

/// <summary>Fields of one overlap, fitted by every method from starts ever further off.</summary>
/// <param name="Side">Columns and rows.</param>
/// <param name="Components">K of each field.</param>
/// <param name="Overlap">The mean over the fields.</param>
/// <param name="Fields">What was found.</param>
internal sealed record ConvergenceExperiment(
    int Side, int Components, Overlap Overlap, IReadOnlyList<FieldOutcome> Fields)
{
    /// <summary>In the tables, measured or not.</summary>
    public const string CeresName = "Ceres";

    // Ten to twenty times the time of the others.
    private static readonly FitLimits CeresLimits = new(100, 60);

    /// <summary>Fits, as many fields at a time as there are cores.</summary>
    /// <param name="scale">How many fields.</param>
    /// <param name="components">K.</param>
    /// <param name="ceres">The peer, or null where it is missing.</param>
    /// <param name="directory">For files.</param>
    public static ConvergenceExperiment Run(
        ExperimentScale scale, int components, IPeer? ceres, string directory)
    {
        var outcomes = new (Overlap Overlap, FieldOutcome Outcome)[scale.Seeds];
        Parallel.For(0, scale.Seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, k =>
        {
            using var field = new TestField(directory, scale.Side, components, k + 1);
            outcomes[k] = (Overlap.Of(field.Truth), Fit(field, scale.Perturbations, ceres));
        });
        return new ConvergenceExperiment(
            scale.Side,
            components,
            new Overlap(outcomes.Average(o => o.Overlap.Couplings), outcomes.Average(o => o.Overlap.Blended)),
            [.. outcomes.Select(o => o.Outcome)]);
    }

    /// <summary>The fits by a method from starts that far off.</summary>
    public IEnumerable<FitOutcome> Of(string method, double? perturbation) =>
        Fields.SelectMany(field => field.Fits).Where(IsThat(method, perturbation));

    /// <summary>Whether there are any.</summary>
    public bool Has(string method) => Fields.Any(field => field.Fits.Any(fit => fit.Method == method));

    /// <summary>Share of the fits that come within a share of their field's best objective.</summary>
    public double Share(string method, double? perturbation, double within)
    {
        bool[] reached =
        [
            .. from field in Fields
               from fit in field.Fits.Where(IsThat(method, perturbation))
               select fit.Objective <= field.Best * (1 + within),
        ];
        return reached.Count(r => r) / (double)reached.Length;
    }

    /// <summary>Each fit's objective over that of its field's truth.</summary>
    public IEnumerable<double> OverTruth(string method, double? perturbation) =>
        from field in Fields
        from fit in field.Fits.Where(IsThat(method, perturbation))
        select fit.Objective / field.Truth;

    private static Func<FitOutcome, bool> IsThat(string method, double? perturbation) =>
        fit => fit.Method == method && fit.Perturbation == perturbation;

    private static FieldOutcome Fit(TestField field, IReadOnlyList<double> perturbations, IPeer? ceres)
    {
        var fits = new List<FitOutcome> { Fit(field, Method.Automatic, null) };
        foreach (double perturbation in perturbations)
        {
            fits.AddRange(Method.FromGivenStart.Select(method => Fit(field, method, perturbation)));
            if (ceres is not null)
            {
                fits.Add(FitByPeer(field, ceres, perturbation));
            }
        }

        return new FieldOutcome(
            field.Objective(field.Truth), Method.LeastSquares.Run(field, field.Truth).Objective, fits);
    }

    private static FitOutcome Fit(TestField field, Method method, double? perturbation)
    {
        FitResult fit = method.Run(field, perturbation is { } p ? field.Start(p) : null);
        Component[] components = [.. fit.Components.Select(row => row.Component)];
        return new FitOutcome(
            method.Name, perturbation, field.Objective(components.Select(component => component.Shape)),
            fit.Trace.Count - 1, fit.Seconds.Fit, components);
    }

    private static FitOutcome FitByPeer(TestField field, IPeer peer, double perturbation)
    {
        FitTrace trace = peer.Fit(field.Problem(field.Start(perturbation)), CeresLimits);
        return new FitOutcome(
            CeresName, perturbation, field.Objective(trace.Fitted), trace.Points.Count - 1, trace.SolveSeconds,
            [.. trace.Fitted.Select((shape, id) => new Component(id, shape))]);
    }
}
