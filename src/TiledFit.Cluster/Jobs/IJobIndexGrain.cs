namespace TiledFit.Cluster.Jobs;

/// <summary>
/// The list of all jobs: one grain, with the key <see cref="Key"/>. Every call may be repeated when its answer was
/// lost.
/// </summary>
public interface IJobIndexGrain : IGrainWithIntegerKey
{
    /// <summary>The key of the only one.</summary>
    const long Key = 0;

    /// <summary>Takes a job and has it start. It is stored when this returns.</summary>
    /// <param name="spec">Checked as far as its values go; the rest is checked when it starts.</param>
    /// <param name="key">Two submissions with one key and equal specs make one job; null for no key.</param>
    /// <returns>The job, and whether it is new.</returns>
    /// <exception cref="JobConflictException">The key belongs to another spec, or a job that has not ended writes to
    /// that directory.</exception>
    Task<(JobEntry Job, bool IsNew)> Submit(JobSpec spec, string? key);

    /// <summary>The job that was submitted with a key, or null.</summary>
    Task<JobEntry?> FindByKey(string key);

    /// <summary>A job, or null.</summary>
    Task<JobEntry?> Find(string id);

    /// <summary>Jobs, the latest first.</summary>
    /// <param name="after">The last job of the page before, or null.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="stage">Only these, or null for all.</param>
    Task<IReadOnlyList<JobEntry>> List(string? after, int limit, JobStage? stage);

    /// <summary>Wakes all jobs that have not ended: one whose silo died goes on at once.</summary>
    Task Wake();
}
