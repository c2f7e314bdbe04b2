using System.Runtime.InteropServices;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.TileSteps;

namespace TiledFit.Engine.Journals;

/// <summary>
/// All of a step's result but its lists, as stored: 128 bytes without padding, the doubles and longs first.
/// </summary>
/// <param name="step">The result.</param>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct StepRecord(TileStepResult step)
{
    private readonly double _lambda = step.State.Damping.Lambda;
    private readonly double _backoff = step.State.Damping.Backoff;
    private readonly double _selectionChange = step.Statistics.SelectionChange;
    private readonly double _minimizerChange = step.Statistics.MinimizerChange;
    private readonly double _largestGradient = step.Statistics.LargestGradient;
    private readonly double _residualOne = step.Statistics.ResidualChange.One;
    private readonly double _residualX = step.Statistics.ResidualChange.X;
    private readonly double _residualY = step.Statistics.ResidualChange.Y;
    private readonly double _coreSse = step.Statistics.CoreSse;
    private readonly long _pixels = step.Statistics.Pixels;
    private readonly int _added = step.Statistics.Added;
    private readonly int _removed = step.Statistics.Removed;
    private readonly int _iterations = step.Statistics.Iterations;
    private readonly int _trials = step.Statistics.Trials;
    private readonly int _termination = (int)step.Statistics.Termination;
    private readonly int _sumAffectedPairs = step.State.SumAffectedPairs ? 1 : 0;

    /// <summary>Index of the tile.</summary>
    public readonly int Tile = step.Tile;

    /// <summary>The sweep.</summary>
    public readonly int Sweep = step.Sweep;

    /// <summary>Length of the list of updated components.</summary>
    public readonly int UpdatedCount = step.Updated.Count;

    /// <summary>Length of the list of new components.</summary>
    public readonly int AddedCount = step.Added.Count;

    /// <summary>Length of the list of removed identities.</summary>
    public readonly int RemovedCount = step.Removed.Count;

    /// <summary>Times that the step had been begun before.</summary>
    public readonly int Repeats = step.Repeats;

    /// <summary>Where the tile's minimiser stands.</summary>
    public MinimizerState State => new(new DampingState(_lambda, _backoff), _sumAffectedPairs != 0);

    /// <summary>The step in figures.</summary>
    public TileStepStatistics Statistics => new(
        _selectionChange, _minimizerChange, _largestGradient,
        new ResidualSums(_residualOne, _residualX, _residualY),
        _coreSse, _pixels, _added, _removed, _iterations, _trials, (TerminationType)_termination);
}
