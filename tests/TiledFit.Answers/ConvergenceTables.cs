using System.Globalization;
using TiledFit.Benchmarks.Reporting;
using TiledFit.Core.Model;

namespace TiledFit.Answers;

/// <summary>What the fits of all overlaps say.</summary>
internal static class ConvergenceTables
{
    // Reached: within a thousandth of the best objective; near: within a hundredth.
    private const double Reached = 1e-3, Near = 1e-2;

    // The truth's axes differ by 2.5 at most.
    private const double Sliver = 20;

    private static IEnumerable<string> GivenStarts =>
        [.. Method.FromGivenStart.Select(method => method.Name), ConvergenceExperiment.CeresName];

    /// <summary>Shares of the runs that reach the best optimum, a table for each overlap.</summary>
    public static void Shares(IReadOnlyList<ConvergenceExperiment> experiments, TextWriter writer)
    {
        foreach (ConvergenceExperiment experiment in experiments)
        {
            double[] perturbations = Perturbations(experiment);
            Describe(experiment, writer);
            var table = new MarkdownTable(["start off by, σ", .. perturbations.Select(p => Text($"{p}"))]);
            foreach (string method in GivenStarts)
            {
                table.Add([method, .. perturbations.Select(p => ShareOf(experiment, method, p))]);
            }

            table.Add(
            [
                Method.Automatic.Name, .. perturbations.Select((_, k) => k == 0
                    ? ShareOf(experiment, Method.Automatic.Name, null)
                    : ""),
            ]);
            table.Write(writer);
        }
    }

    /// <summary>E over that of the truth.</summary>
    public static void DistanceFromTruth(IReadOnlyList<ConvergenceExperiment> experiments, TextWriter writer)
    {
        foreach (ConvergenceExperiment experiment in experiments)
        {
            double[] perturbations = EveryOther(experiment);
            Describe(experiment, writer);
            var table = new MarkdownTable(["E / E(truth)", .. perturbations.Select(p => Text($"from {p} σ"))]);
            foreach (string method in GivenStarts)
            {
                table.Add([method, .. perturbations.Select(p => experiment.Has(method)
                    ? Ratio(experiment.OverTruth(method, p))
                    : "not measured")]);
            }

            AddOnce(table, perturbations, Method.Automatic.Name, experiment.OverTruth(Method.Automatic.Name, null));
            AddOnce(table, perturbations, "LM from the truth", experiment.Fields.Select(f => f.FromTruth / f.Truth));
            AddOnce(table, perturbations, "best of all", experiment.Fields.Select(f => f.Best / f.Truth));
            AddOnce(table, perturbations, "1 − 6K/n", [Expected(experiment)]);
            table.Write(writer);
        }
    }

    /// <summary>Iterations and seconds of each method.</summary>
    public static void Effort(IReadOnlyList<ConvergenceExperiment> experiments, TextWriter writer)
    {
        var table = new MarkdownTable(
        [
            "iterations, ms a fit",
            .. from experiment in experiments
               from p in EveryOther(experiment)
               select Text($"K = {experiment.Components}, from {p} σ"),
        ]);
        foreach (string method in GivenStarts)
        {
            table.Add(
            [
                method,
                .. from experiment in experiments
                   from p in EveryOther(experiment)
                   select EffortOf([.. experiment.Of(method, p)]),
            ]);
        }

        table.Write(writer);
    }

    /// <summary>What became of the covariances.</summary>
    public static void Covariances(IReadOnlyList<ConvergenceExperiment> experiments, TextWriter writer)
    {
        var table = new MarkdownTable(
            "LM", "components", "l11, l22 not positive", "held at a limit", Text($"σ_major > {Sliver}·σ_minor"));
        foreach (ConvergenceExperiment experiment in experiments)
        {
            foreach (double p in Perturbations(experiment))
            {
                Component[] all = [.. experiment.Of(Method.LeastSquares.Name, p).SelectMany(fit => fit.Components)];
                string Share(Func<Component, bool> holds) => Text($"{100.0 * all.Count(holds) / all.Length:0.00} %");
                table.Add(
                    Text($"K = {experiment.Components}, from {p} σ"),
                    Text($"{all.Length:N0}"),
                    Text($"{all.Count(component => !component.Shape.IsValid)}"),
                    Share(component => component.Flags.HasFlag(ComponentFlags.AtBound)),
                    Share(component => component.Shape.SigmaMajor > Sliver * component.Shape.SigmaMinor));
            }
        }

        table.Write(writer);
    }

    private static void Describe(ConvergenceExperiment experiment, TextWriter writer)
    {
        Overlap overlap = experiment.Overlap;
        writer.Write(Text($"**K = {experiment.Components}** on {experiment.Side}² px, "));
        writer.Write(Text($"{experiment.Fields.Count} fields: {overlap.Couplings:0.0} couplings a component, "));
        writer.WriteLine(Text($"{100 * overlap.Blended:0} % blended."));
    }

    private static double[] Perturbations(ConvergenceExperiment experiment) =>
        [.. experiment.Fields[0].Fits.Select(fit => fit.Perturbation).OfType<double>().Distinct().Order()];

    // Three columns instead of six.
    private static double[] EveryOther(ConvergenceExperiment experiment) =>
        [.. Perturbations(experiment).Where((_, k) => k % 2 == 1)];

    private static string ShareOf(ConvergenceExperiment experiment, string method, double? perturbation) =>
        experiment.Has(method)
            ? Text($"{100 * experiment.Share(method, perturbation, Reached):0} / ")
                + Text($"{100 * experiment.Share(method, perturbation, Near):0} %")
            : "not measured";

    private static void AddOnce(
        MarkdownTable table, double[] perturbations, string name, IEnumerable<double> ratios) =>
        table.Add([name, .. perturbations.Select((_, k) => k == 0 ? Ratio(ratios) : "")]);

    private static double Expected(ConvergenceExperiment experiment) =>
        1 - 6.0 * experiment.Components / ((double)experiment.Side * experiment.Side);

    private static string EffortOf(IReadOnlyList<FitOutcome> fits) => fits.Count == 0
        ? "not measured"
        : Text($"{Sample.Of(fits.Select(fit => (double)fit.Iterations)).Median:0}, ")
            + Text($"{1000 * Sample.Of(fits.Select(fit => fit.Seconds)).Median:0} ms");

    private static string Ratio(IEnumerable<double> ratios)
    {
        double median = Sample.Of(ratios).Median;
        return median.ToString(median < 10 ? "0.0000" : "0.0", CultureInfo.InvariantCulture);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
