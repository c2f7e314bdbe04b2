using TiledFit.Benchmarks.Peers;
using TiledFit.Tests.Shared.Measuring;

namespace TiledFit.Answers;

/// <summary>Everything that the document wants measured, by the names of its places.</summary>
/// <param name="scale">How much.</param>
/// <param name="directory">For files.</param>
/// <param name="notes">Hears what is missing.</param>
internal sealed class AnswersRun(ExperimentScale scale, string directory, TextWriter notes) : IMeasurements
{
    private readonly Lazy<IReadOnlyList<ConvergenceExperiment>> _convergence = new(() =>
    {
        IPeer? ceres = CeresPeer.Build(directory, notes).FirstOrDefault();
        return [.. scale.Components.Select(k => ConvergenceExperiment.Run(scale, k, ceres, directory))];
    });

    /// <inheritdoc/>
    /// <remarks>Time is taken while nothing else runs.</remarks>
    public IReadOnlyDictionary<string, Action<TextWriter>> Places => new Dictionary<string, Action<TextWriter>>
    {
        ["covariances"] = writer => ConvergenceTables.Covariances(_convergence.Value, writer),
        ["effort"] = writer => ConvergenceTables.Effort(_convergence.Value, writer),
        ["likelihood"] = writer => LikelihoodExperiment.Run(scale, writer),
        ["count"] = writer => CountExperiment.Fields(scale, directory, writer),
        ["terrain"] = writer => CountExperiment.Terrain(scale, writer),
        ["cost"] = writer => CostExperiment.Run(scale, directory, writer),
        ["truth"] = writer => ConvergenceTables.DistanceFromTruth(_convergence.Value, writer),
        ["starts"] = writer => ConvergenceTables.Shares(_convergence.Value, writer),
    };
}
