using TiledFit.Core;
using TiledFit.Data.Results;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines;

/// <summary>The files of a job that is done.</summary>
internal static class JobFiles
{
    /// <summary>Opens the result of a job.</summary>
    /// <exception cref="JobRefusedException">The job is not done, or its result is no longer there.</exception>
    public static ResultReader Open(JobStatus job)
    {
        if (job.State != JobState.Done)
        {
            throw new JobRefusedException(
                JobRefusal.Conflict, $"the job is {JobStateWord.Of(job.State)}; only a done one has results");
        }

        try
        {
            ResultReader result = ResultReader.Open(job.Description.Output);
            return result.Manifest.Job == job.Id ? result : throw Gone(job, "another fit has replaced it");
        }
        catch (InputException e)
        {
            throw Gone(job, e.Message);
        }
    }

    private static JobRefusedException Gone(JobStatus job, string reason) =>
        new(JobRefusal.Gone, $"the result of job {job.Id} is no longer there: {reason}");
}
