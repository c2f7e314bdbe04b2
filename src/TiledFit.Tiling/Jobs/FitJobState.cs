using System.Text.Json.Serialization;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;
using TiledFit.Tiling.Growth;
using TiledFit.Tiling.Levels;

namespace TiledFit.Tiling.Jobs;

/// <summary>What a job must not forget: as it is between an order and the next.</summary>
public sealed record FitJobState
{
    /// <summary>A new job.</summary>
    /// <param name="findsStart">Whether components are found rather than given.</param>
    /// <param name="coarse">The given components of the coarse level.</param>
    public static FitJobState Start(bool findsStart, IReadOnlyList<Component> coarse) => new()
    {
        FindsStart = findsStart,
        Coarse = coarse.Count > 0 ? new CoarseState { Components = coarse } : null,
    };

    /// <summary>What the job is doing.</summary>
    public JobPhase Phase { get; init; } = JobPhase.Survey;

    /// <summary>The order that the regions have, or null before the first and after the last.</summary>
    public RegionOrder? Order { get; init; }

    /// <summary>The regions' shares of the order's additions, in their order; empty when nothing is added.</summary>
    public IReadOnlyList<int> Additions { get; init; } = [];

    /// <summary>The running sweep, from 1; 0 before the first.</summary>
    public int Sweep { get; init; }

    /// <summary>Whether components are found rather than given.</summary>
    public bool FindsStart { get; init; }

    /// <summary>The bookkeeping of the objective, once there is one.</summary>
    public ObjectiveLedger? Ledger { get; init; }

    /// <summary>E after the last finished sweep; from the recount at the end.</summary>
    public double Objective { get; init; }

    /// <summary>Valid pixels, once they are counted.</summary>
    public long Pixels { get; init; }

    /// <summary>Components after the last finished sweep.</summary>
    public long Components { get; init; }

    /// <summary>What is minimised, once the noise is known.</summary>
    public Loss Loss { get; init; }

    /// <summary>σ of the noise that scales the loss, raster units; null with one that has no scale.</summary>
    public double? LossNoise { get; init; }

    /// <summary>What the last count told of another loss than the squares; null with those.</summary>
    public LossSums? LossSums { get; init; }

    /// <summary>The change of the background that is being counted, or null.</summary>
    public BackgroundTrial? Trial { get; init; }

    /// <summary>Counts since the last sweep, or the survey, that try a background or the coarse level.</summary>
    public int Trials { get; init; }

    /// <summary>What the regions said of the sweep whose background is being sought; null before the first sweep.
    /// </summary>
    public ClosedSweep? Closed { get; init; }

    /// <summary>The coarse level, or null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoarseState? Coarse { get; init; }

    /// <summary>Smallest value of the raster.</summary>
    public double Minimum { get; init; }

    /// <summary>Largest value of the raster.</summary>
    public double Maximum { get; init; }

    /// <summary>What growth goes by, or null when it is over or was not asked for.</summary>
    public GrowthLimits? GrowthLimits { get; init; }

    /// <summary>How far growth has come.</summary>
    public GrowthProgress GrowthProgress { get; init; } = GrowthProgress.Start;

    /// <summary>The running sweep's figures, once its steps have ended.</summary>
    public SweepFigures Figures { get; init; }

    /// <summary>Times that steps were begun again, since a host that was at them was lost.</summary>
    public long RepeatedSteps { get; init; }

    /// <summary>Whether the recount is to show that the fit has settled.</summary>
    public bool Settling { get; init; }

    /// <summary>Whether the settle rule was met.</summary>
    public bool IsSettled { get; init; }

    /// <summary>The finished sweeps.</summary>
    public IReadOnlyList<SweepRecord> Sweeps { get; init; } = [];

    /// <summary>Lines worth telling: the background that was chosen, why growth stopped.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The background, once it is known.</summary>
    public Background Background => Ledger?.Background ?? Background.None;

    /// <summary>The components of the coarse level.</summary>
    [JsonIgnore]
    public IReadOnlyList<Component> CoarseComponents => Coarse?.Components ?? [];

    /// <summary>Whether the coarse level waits for a count.</summary>
    [JsonIgnore]
    public bool IsCoarseTurn => Coarse is { Stage: not CoarseStage.Resting };

    /// <summary>The order's number; 0 before the first.</summary>
    public int Epoch { get; init; }
}
