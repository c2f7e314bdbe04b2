using System.CommandLine;
using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Cli.Commands.Remote;

/// <summary><c>tiledfit submit</c>: what <c>fit</c> does, as a job of a server.</summary>
internal sealed class SubmitCommand : RemoteCommand
{
    private readonly FitArguments _fit = new();
    private readonly Option<string?> _key = OptionFactory.OptionalText(
        "--idempotency-key", "KEY", "Submitting again with the same key makes no second job.");

    private readonly Option<bool> _watch = OptionFactory.Switch("--watch", "Then watch the job, as watch does.");
    private readonly Option<bool> _quiet = OptionFactory.Switch("--quiet", "With --watch: no progress, no summary.");

    public SubmitCommand()
        : base("submit", "Submits a fit to a server and prints the job's id.")
    {
        Arguments.Add(_fit.Input);
        AddAllOptions([.. _fit.Options, _key, _watch, _quiet]);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        JobClient client, ParseResult arguments, CancellationToken cancellation)
    {
        JobDescription description = Absolute(_fit.Describe(arguments));
        RequireFinite(description, arguments);
        JobStatus job = await client.SubmitAsync(description, arguments.GetValue(_key), cancellation);
        bool json = arguments.GetValue(Json), watch = arguments.GetValue(_watch);
        if (!json)
        {
            arguments.InvocationConfiguration.Output.WriteLine(job.Id);
        }
        else if (!watch)
        {
            WriteJson(arguments, job, JobJson.Default.JobStatus);
        }

        return !watch
            ? ExitCode.Done
            : new JobWatch(client, job.Id, arguments.InvocationConfiguration)
            {
                Json = json,
                Quiet = arguments.GetValue(_quiet),
            }.Run(cancellation);
    }

    /// <summary>JSON has no words for other numbers; all else is the server's to judge.</summary>
    private void RequireFinite(JobDescription job, ParseResult arguments)
    {
        double?[] numbers = [job.Tolerance, job.Rmse, job.Significance, job.SigmaMin, job.SigmaMax];
        if (numbers.All(number => double.IsFinite(number ?? 0)))
        {
            return;
        }

        try
        {
            job.ToFitOptions(threads: 1).Validate();
        }
        catch (InputException e)
        {
            throw new InputException(e.Message + _fit.OriginsOf(arguments, e.Message), e);
        }
    }

    /// <summary>The server's current directory is not the client's; an empty path is the server's to refuse.</summary>
    private static JobDescription Absolute(JobDescription job) => job with
    {
        Input = job.Input.Length > 0 ? RasterFactory.FullNameOf(job.Input) : "",
        Output = job.Output.Length > 0 ? Path.GetFullPath(job.Output) : "",
        Weights = job.Weights is { Length: > 0 } weights ? RasterFactory.FullNameOf(weights) : job.Weights,
        Mask = job.Mask is { Length: > 0 } mask ? RasterFactory.FullNameOf(mask) : job.Mask,
        Init = job.Init is { Length: > 0 } init ? Path.GetFullPath(init) : job.Init,
    };
}
