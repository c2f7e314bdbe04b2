namespace TiledFit.Server.Jobs;

/// <summary>Why an engine does not do what it is asked to.</summary>
public enum JobRefusal
{
    /// <summary>There is no such job.</summary>
    Unknown,

    /// <summary>The job's state, or another job, does not allow it.</summary>
    Conflict,

    /// <summary>The idempotency key belongs to another description.</summary>
    KeyReused,

    /// <summary>The result has been removed or replaced.</summary>
    Gone,

    /// <summary>Too many jobs are queued.</summary>
    QueueFull,

    /// <summary>What keeps or runs the jobs is not to be reached.</summary>
    Unavailable,
}
