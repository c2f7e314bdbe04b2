namespace TiledFit.Cluster.Jobs;

/// <summary>
/// A job; the key is its identity. Jobs are submitted through <see cref="IJobIndexGrain.Submit"/>. Every call may be
/// repeated when its answer was lost, and none waits for the fit.
/// </summary>
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>All that is known of it, or null when there is no such job. Wakes it if it sleeps.</summary>
    Task<JobReport?> Status();

    /// <summary>
    /// Stops a job on all silos within seconds; it has no result to show for it, unless that was just published.
    /// </summary>
    /// <returns>The job, cancelling or cancelled.</returns>
    /// <exception cref="JobConflictException">There is no such job, or it has ended otherwise.</exception>
    Task<JobReport> Cancel();

    /// <summary>Has a job that has failed or was cancelled go on from where it stood.</summary>
    /// <returns>The job, queued.</returns>
    /// <exception cref="JobConflictException">There is no such job, or it has not ended so.</exception>
    Task<JobReport> Resume();

    /// <summary>What the tiles of a region have come to; the regions of a job are numbered from 0.</summary>
    /// <param name="region">Index of the region.</param>
    /// <returns>One entry a tile, in their order; null when the job does not run or has no such region.</returns>
    Task<IReadOnlyList<TileFigures>?> Tiles(int region);
}
