using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary>A command that asks one thing of a server about one job, and shows the job then.</summary>
internal abstract class JobCommand : RemoteCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "The job, as submit printed it." };

    protected JobCommand(string name, string description)
        : base(name, description)
    {
        Arguments.Add(_id);
        AddAllOptions();
    }

    /// <inheritdoc/>
    protected sealed override async Task<int> RunAsync(
        JobClient client, ParseResult arguments, CancellationToken cancellation)
    {
        JobStatus job = await AskAsync(client, arguments.GetRequiredValue(_id), cancellation);
        if (arguments.GetValue(Json))
        {
            WriteJson(arguments, job, JobJson.Default.JobStatus);
        }
        else
        {
            JobSummary.Of(job).Write(arguments.InvocationConfiguration.Output);
        }

        return ExitCode.Done;
    }

    /// <summary>Asks the server.</summary>
    protected abstract Task<JobStatus> AskAsync(JobClient client, string id, CancellationToken cancellation);
}
