using System.CommandLine;
using TiledFit.Cli.Reports;
using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary><c>tiledfit list</c>: the jobs of a server.</summary>
internal sealed class ListCommand : RemoteCommand
{
    private readonly Option<int> _limit = OptionFactory.Whole("--limit", "N", "Jobs to show, at most 500.", () => 50);
    private readonly Option<string?> _after = OptionFactory.OptionalText(
        "--after", "ID", "Go on after this job, the last one of a list before.");

    public ListCommand()
        : base("list", "Lists the jobs of a server, the latest first.") =>
        AddAllOptions(_limit, _after);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        JobClient client, ParseResult arguments, CancellationToken cancellation)
    {
        JobPage page = await client.ListAsync(
            arguments.GetValue(_after), arguments.GetValue(_limit), cancellation);
        if (arguments.GetValue(Json))
        {
            WriteJson(arguments, page, JobJson.Default.JobPage);
            return ExitCode.Done;
        }

        foreach (JobStatus job in page.Jobs)
        {
            arguments.InvocationConfiguration.Output.WriteLine(JobSummary.Line(job));
        }

        if (page.Next is { } next)
        {
            arguments.InvocationConfiguration.Error.WriteLine($"more with --after {next}");
        }

        return ExitCode.Done;
    }
}
