using Orleans.Concurrency;

namespace TiledFit.Cluster.Grains;

/// <summary>What a job hears from its index, regions and tiles.</summary>
internal interface IJobCoordinator : IGrainWithStringKey
{
    /// <summary>Begins; a job that has begun is woken.</summary>
    Task Begin(Jobs.JobSpec spec, DateTimeOffset submitted);

    /// <summary>Goes on, if it has not ended.</summary>
    /// <returns>Where it stands.</returns>
    Task<Jobs.JobStage?> Wake();

    /// <summary>Takes a region's answer.</summary>
    Task Report(int run, Immutable<byte[]> report);

    /// <summary>Something failed for good.</summary>
    Task Fail(int run, string reason, bool isInputFault);

    /// <summary>The index drops the job, which has ended: removes all that is stored of it.</summary>
    Task Forget();
}
