using TiledFit.Cluster.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>What the index hears from jobs.</summary>
internal interface IJobRegister : IGrainWithIntegerKey
{
    /// <summary>Notes where a job stands.</summary>
    Task Note(string id, JobStage stage);

    /// <summary>Notes that an ended job is queued again.</summary>
    /// <exception cref="JobConflictException">A job that has not ended writes to its directory.</exception>
    Task Reopen(string id, string output);
}
