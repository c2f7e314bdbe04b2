using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling.Growth;

namespace TiledFit.Tiling.Levels;

/// <summary>What a job remembers of its coarse level.</summary>
public sealed record CoarseState
{
    /// <summary>The components, in pixels of the raster, by identity.</summary>
    public IReadOnlyList<Component> Components { get; init; } = [];

    /// <summary>Where the minimiser stands.</summary>
    public MinimizerState Minimizer { get; init; } = MinimizerState.Initial;

    /// <summary>Whether components are still sought.</summary>
    public bool Grows { get; init; }

    /// <summary>What growth goes by, once it has begun.</summary>
    public GrowthLimits? GrowthLimits { get; init; }

    /// <summary>How far growth has come.</summary>
    public GrowthProgress GrowthProgress { get; init; } = GrowthProgress.Start;

    /// <summary>Turns so far.</summary>
    public int Turns { get; init; }

    /// <summary>What the last turn lowered E by, relative to E.</summary>
    public double Decrease { get; init; } = double.PositiveInfinity;

    /// <summary>What the turn that is under way has come to; <see cref="CoarseStage.Resting"/> between turns.</summary>
    public CoarseStage Stage { get; init; }

    /// <summary>The components that are being counted.</summary>
    public IReadOnlyList<Component> Proposal { get; init; } = [];

    /// <summary>What E has to decrease by more than; negative where components go that have not earned their
    /// parameters.</summary>
    public double LeastDecrease { get; init; }

    /// <summary>How often the proposal has been halved.</summary>
    public int Halvings { get; init; }

    /// <summary>By how much E has changed since the sweep's steps: by the background, and by this turn.</summary>
    public double SweepChange { get; init; }
}
