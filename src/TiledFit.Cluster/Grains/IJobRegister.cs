using TiledFit.Cluster.Jobs;

namespace TiledFit.Cluster.Grains;

/// <summary>What the index hears from jobs.</summary>
internal interface IJobRegister : IGrainWithIntegerKey
{
    /// <summary>Notes where a job stands.</summary>
    Task Note(string id, JobStage stage);
}
