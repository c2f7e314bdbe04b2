using TiledFit.Benchmarks.Peers;

namespace TiledFit.Benchmarks.Experiments;

/// <summary>What an experiment works with.</summary>
/// <param name="Program">The program under test.</param>
/// <param name="Directory">For files, which are deleted at the end.</param>
/// <param name="Repetitions">Turns of all that is compared.</param>
/// <param name="Output">Gets the tables.</param>
internal sealed record Bench(TiledFitProgram Program, string Directory, int Repetitions, TextWriter Output)
{
    private readonly Lazy<IReadOnlyList<CeresPeer>> _ceres = new(() => CeresPeer.Build(Directory, Output));
    private readonly Lazy<IReadOnlyList<SciPyPeer>> _scipy = new(() => SciPyPeer.Find(Output));

    /// <summary>Ceres with each of its linear solvers; none where it is missing.</summary>
    public IReadOnlyList<IPeer> Ceres => _ceres.Value;

    /// <summary>SciPy; none where it is missing.</summary>
    public IReadOnlyList<IPeer> SciPy => _scipy.Value;
}
