using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using TiledFit.Cli.Progress;
using TiledFit.Cli.Reports;
using TiledFit.Core;
using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary>
/// Shows a job as <c>fit</c> shows a fit, and ends as it would have. A connection that breaks, as it does when the
/// server starts anew, is made again.
/// </summary>
internal sealed class JobWatch(JobClient client, string id, InvocationConfiguration console)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5), Patience = TimeSpan.FromMinutes(5);

    private readonly Stopwatch _sinceContact = new();
    private string? _lastEvent, _lastState;

    /// <summary>Prints the job's status as JSON at the end.</summary>
    public bool Json { get; init; }

    /// <summary>No progress, no summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Watches.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="InputException">The job failed through its input, or there is none.</exception>
    /// <exception cref="IOException">The job failed otherwise, or the server is not to be reached.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled, or the watch was.</exception>
    public int Run(CancellationToken cancellation)
    {
        IProgressDisplay display = ProgressDisplay.For(console.Error, Quiet);
        JobStatus job = display.During(() => Follow(display, cancellation));
        if (Json)
        {
            console.Output.WriteLine(JsonSerializer.Serialize(job, JobJson.Default.JobStatus));
        }
        else if (!Quiet && job.State == JobState.Done)
        {
            JobSummary.Of(job).Write(console.Output);
        }

        return job switch
        {
            { State: JobState.Done, Result.Settled: true } => ExitCode.Done,
            { State: JobState.Done } => ExitCode.NotSettled,
            { State: JobState.Cancelled } => throw new OperationCanceledException(),
            { Cause: FailureCause.Input } => throw new InputException(job.Reason!),
            _ => throw new IOException(job.Reason),
        };
    }

    private JobStatus Follow(IProgressDisplay display, CancellationToken cancellation)
    {
        try
        {
            return FollowAsync(display, cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new WatchEndedException(id);
        }
    }

    private async Task<JobStatus> FollowAsync(IProgressDisplay display, CancellationToken cancellation)
    {
        while (true)
        {
            JobStatus? ended = null;
            try
            {
                // A job that has ended before may still have messages to tell.
                await foreach (JobEvent happened in client.WatchAsync(id, _lastEvent, cancellation))
                {
                    _sinceContact.Reset();
                    _lastEvent = happened.Id;
                    ended = Show(happened, display) ?? ended;
                }
            }
            catch (IOException) when (ended is not null || _sinceContact.Elapsed < Patience)
            {
                if (ended is null && !_sinceContact.IsRunning)
                {
                    display.OnMessage("the server does not answer; the job goes on when it is back");
                }
            }

            if (ended is not null)
            {
                return ended;
            }

            _sinceContact.Start();
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Shows an event.</summary>
    /// <returns>The job where it has ended.</returns>
    private JobStatus? Show(JobEvent happened, IProgressDisplay display)
    {
        switch (happened)
        {
            case JobStateChanged changed when JobStatus.HasEnded(changed.Status.State):
                return changed.Status;
            case JobStateChanged changed when JobSummary.State(changed.Status) is var state && state != _lastState:
                _lastState = state;
                display.OnMessage(state);
                break;
            case JobProgressed moved:
                display.OnProgress(moved.Progress.ToFitProgress());
                break;
            case JobSaid said:
                display.OnMessage(said.Message);
                break;
        }

        return null;
    }
}
