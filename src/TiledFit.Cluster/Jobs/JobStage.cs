namespace TiledFit.Cluster.Jobs;

/// <summary>Where a job stands.</summary>
[GenerateSerializer]
public enum JobStage
{
    /// <summary>Accepted, and about to start.</summary>
    Queued,

    /// <summary>Runs, or goes on by itself when silos are back.</summary>
    Running,

    /// <summary>Asked to stop, and has not yet on every silo.</summary>
    Cancelling,

    /// <summary>Its result is published.</summary>
    Done,

    /// <summary>Stopped by an error; there is no result. It can be resumed.</summary>
    Failed,

    /// <summary>Stopped on request; there is no result. It can be resumed.</summary>
    Cancelled,
}
