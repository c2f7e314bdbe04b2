using TiledFit.Data.Results;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines;

/// <summary>
/// Runs jobs: a queued or running job goes on by itself, whatever stops meanwhile. Every method is safe to call at once
/// from many requests.
/// </summary>
public interface IJobEngine : IAsyncDisposable
{
    /// <summary>Begins, and goes on with what was left unfinished. Called once; requests may come before.</summary>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Takes a job. It is on disk, or wherever the engine keeps its jobs, when this returns.</summary>
    /// <param name="description">Checked.</param>
    /// <param name="key">Two submissions with one key and equal descriptions make one job; null for no key.</param>
    /// <param name="cancellation">The client has left.</param>
    /// <returns>The job, and whether it is new.</returns>
    /// <exception cref="JobRefusedException">The key belongs to another description, another job writes to that
    /// directory, or too many are queued.</exception>
    Task<(JobStatus Job, bool IsNew)> SubmitAsync(
        JobDescription description, string? key, CancellationToken cancellation);

    /// <summary>The job that was submitted with a key, or null.</summary>
    Task<JobStatus?> FindByKeyAsync(string key, CancellationToken cancellation);

    /// <summary>A job.</summary>
    /// <exception cref="JobRefusedException">There is none.</exception>
    Task<JobStatus> GetAsync(string id, CancellationToken cancellation);

    /// <summary>Jobs, the latest first.</summary>
    /// <param name="after">The last job of the page before, or null.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="state">Only these, or null for all.</param>
    /// <param name="cancellation">The client has left.</param>
    Task<JobPage> ListAsync(string? after, int limit, JobState? state, CancellationToken cancellation);

    /// <summary>
    /// A job's state first, then all that has happened and happens to it, until it has ended. A slow reader misses
    /// progress in between, never a message or the last state.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The last event that is known, or null.</param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="JobRefusedException">There is no such job.</exception>
    IAsyncEnumerable<JobEvent> WatchAsync(string id, string? after, CancellationToken cancellation);

    /// <summary>Stops a job, within seconds. There is no result then, unless it was just being published.</summary>
    /// <exception cref="JobRefusedException">There is no such job, or it has ended otherwise.</exception>
    Task<JobStatus> CancelAsync(string id, CancellationToken cancellation);

    /// <summary>Queues a job anew that has failed or was cancelled.</summary>
    /// <exception cref="JobRefusedException">There is no such job, or it has not ended so.</exception>
    Task<JobStatus> ResumeAsync(string id, CancellationToken cancellation);

    /// <summary>What every tile of a finished job came to.</summary>
    /// <exception cref="JobRefusedException">There is no such job, or it is not done.</exception>
    Task<IReadOnlyList<TileRow>> TilesAsync(string id, CancellationToken cancellation);

    /// <summary>What keeps it from taking and running jobs, in one line; null when nothing does.</summary>
    Task<string?> ProblemAsync(CancellationToken cancellation);
}
