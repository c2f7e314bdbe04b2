using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Jobs;

/// <summary>The states that a job keeps in its journal, for all silos to read.</summary>
internal static class JobStates
{
    /// <summary>Name of the <see cref="JobPlan"/>.</summary>
    public const string Plan = "plan";

    /// <summary>Name of the <see cref="JobRun"/>.</summary>
    public const string Run = "run";

    /// <summary>Reads a state, or null when there is none.</summary>
    public static T? Read<T>(IJobJournal journal, string name)
        where T : class =>
        journal.ReadState(name) is { } state ? JobStateFormat.Read<T>(state) : null;

    /// <summary>Writes a state.</summary>
    public static void Write<T>(IJobJournal journal, string name, T state) =>
        journal.WriteState(name, JobStateFormat.Defer(state));

    /// <summary>Whether a raster is the one that a job began with.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static void Check(JobPlan plan, IRaster raster)
    {
        if (raster.Fingerprint != plan.Fingerprint)
        {
            throw new InputException(
                $"{plan.Spec.Input} has changed since the job began; put the old file back and resume, or submit a new "
                + "job");
        }
    }
}
