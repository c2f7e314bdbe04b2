using TiledFit.Cluster.Jobs;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>What a job stores.</summary>
internal sealed record JobRecord
{
    /// <summary>What it does.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>Where it stands.</summary>
    public JobStage Stage { get; init; }

    /// <summary>The run, from 1.</summary>
    public int Run { get; init; } = 1;

    /// <summary>UTC of the start of the latest run.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Number of its regions, once it has begun.</summary>
    public int Regions { get; init; }

    /// <summary>The pure state, once it has begun.</summary>
    public FitJobState? Fit { get; init; }

    /// <summary>Where the time went.</summary>
    public JobClock Clock { get; init; } = new();

    /// <summary>What the start said.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>What it found.</summary>
    public JobOutcome? Outcome { get; init; }

    /// <summary>Whether it failed for what it was given.</summary>
    public bool IsInputFault { get; init; }

    /// <summary>Why it failed or was cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the silos have stopped, and what is no longer needed is gone.</summary>
    public bool IsClean { get; init; }

    /// <summary>Whether it runs or is to run.</summary>
    public bool IsUnderWay => Stage is JobStage.Queued or JobStage.Running;
}
