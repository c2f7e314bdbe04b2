using System.Net;
using TiledFit.Cluster.Tests.Support;
using TiledFit.Server.Jobs;

namespace TiledFit.Cluster.Tests;

/// <summary>The server and the command line, with real silos behind them.</summary>
public sealed class ServerTests : IDisposable
{
    private const int Cancelled = 130, BadInput = 2;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task A_server_waits_for_a_silo_and_comes_back_with_it()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        cluster.Silos[0].Kill();
        using var server = new ServerProcess(_directory.Path, cluster);
        await server.Await(HttpStatusCode.OK, "/healthz");
        foreach (string path in (string[])["/readyz", "/v1/jobs", $"/v1/jobs/{new string('0', 32)}"])
        {
            Assert.Equal(
                "no silo of the cluster answers", await server.Problem(HttpStatusCode.ServiceUnavailable, path));
        }

        cluster.Silos[0].Start();
        await server.Await(HttpStatusCode.OK, "/readyz");
        await server.Problem(HttpStatusCode.NotFound, $"/v1/jobs/{new string('0', 32)}");
        await server.Problem(HttpStatusCode.NotFound, "/v1/jobs/strange");

        cluster.Silos[0].Kill();
        await server.Await(HttpStatusCode.ServiceUnavailable, "/readyz");
        await server.Problem(HttpStatusCode.ServiceUnavailable, "/v1/jobs");
        cluster.Silos[0].Start();
        await server.Await(HttpStatusCode.OK, "/readyz");
        Assert.Equal(0, await server.Terminate());
    }

    [SkippableFact]
    public async Task The_command_line_gets_from_a_silo_what_fit_would_have_given()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        using var server = new ServerProcess(_directory.Path, cluster);
        await server.Await(HttpStatusCode.OK, "/readyz");
        var fit = new SmallFit(_directory.Path);

        CommandLine done = await server.Run([.. Submit(fit, "out"), "--watch", "--idempotency-key", "k"]);
        await AssertAsFit(fit, done);
        JobStatus job = await server.Client.GetAsync(done.FirstLine, default);
        Assert.Equal($"127.0.0.1:{cluster.Silos[0].Port}", job.Host);
        Assert.All(job.Messages, message => Assert.Single(Lines(done.Error), message));
        Assert.Equal(1200, job.Result!.Components);

        Assert.Equal(job.Id, (await server.Run([.. Submit(fit, "out"), "--idempotency-key", "k"])).FirstLine);
        CommandLine reused = await server.Run([.. Submit(fit, "other"), "--idempotency-key", "k"]);
        Assert.Equal(BadInput, reused.ExitCode);
        Assert.Contains("another description", reused.Error);

        await File.WriteAllTextAsync(_directory["bad.npy"], "no raster");
        CommandLine failed = await server.Run("submit", _directory["bad.npy"], "-o", _directory["bad"], "--watch");
        Assert.Equal(BadInput, failed.ExitCode);
        Assert.Contains(_directory["bad.npy"], failed.Error);
        JobPage page = await server.Client.ListAsync(null, 1, default);
        Assert.Equal(FailureCause.Input, Assert.Single(page.Jobs).Cause);
        Assert.Equal(job.Id, Assert.Single((await server.Client.ListAsync(page.Next, 1, default)).Jobs).Id);

        string[] robust = ["--loss", "huber:2", "--background", "constant", "--overwrite"];
        await AssertAsFit(fit, await server.Run([.. Submit(fit, "out"), .. robust, "--watch"]), robust);
    }

    [SkippableFact]
    public async Task Restrictions_hold_on_a_silo_as_well()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        using var server = new ServerProcess(_directory.Path, cluster);
        await server.Await(HttpStatusCode.OK, "/readyz");
        var fit = new SmallFit(_directory.Path, 320, 300);
        string[] options =
        [
            "--shape", "round", "--positions", "fixed", "--sigma-min", "1.9", "--sigma-max", "6", "--max-sweeps", "6",
        ];
        string[] bounded = [.. options, "--step", "bounded"];
        foreach (string[] chosen in new[] { options, bounded })
        {
            CommandLine done = await server.Run([.. Submit(fit, "out"), "--watch", .. chosen, "--overwrite"]);
            await AssertAsFit(fit, done, [.. chosen, "--overwrite"]);
        }

        // Broader than any tile takes.
        string[] lines = [.. await File.ReadAllLinesAsync(fit.Initial), "0.05,150,140,60,5,50"];
        await File.WriteAllLinesAsync(fit.Initial, lines);
        string[] levels = ["--levels", "2", "--max-sweeps", "6", "--overwrite"];
        await AssertAsFit(fit, await server.Run([.. Submit(fit, "out"), "--watch", .. levels]), levels);

        lines = [lines[0], "-" + lines[1], .. lines[2..^1]];
        await File.WriteAllLinesAsync(fit.Initial, lines);
        string[] signed = ["--amplitude", "signed", "--max-sweeps", "6", "--overwrite"];
        await AssertAsFit(fit, await server.Run([.. Submit(fit, "out"), "--watch", .. signed]), signed);
    }

    [SkippableFact]
    public async Task What_ends_a_server_ends_no_job()
    {
        await using ITestCluster cluster = await TestClusters.WithPostgres(_directory.Path, silos: 2);
        using var server = new ServerProcess(_directory.Path, cluster);
        using var other = new ServerProcess(_directory.Path, cluster);
        await server.Await(HttpStatusCode.OK, "/readyz");
        await other.Await(HttpStatusCode.OK, "/readyz");
        var fit = new SmallFit(_directory.Path);
        string[] longer = ["--tolerance", "1e-9", "--max-sweeps", "40"];
        string[] submit = [.. Submit(fit, "out"), .. longer, "--idempotency-key", "k"];

        CommandLine[] twice = await Task.WhenAll(server.Run(submit), other.Run(submit));
        string id = Assert.Single(twice.Select(submitted => submitted.FirstLine).Distinct());
        Task<CommandLine> watch = server.Run("watch", id);
        await Await(other, id, job => job.Progress is { Sweep: > 1 });
        server.Kill();
        await Task.Delay(TimeSpan.FromSeconds(1));
        server.Start();

        CommandLine watched = await watch;
        JobStatus job = await server.Client.GetAsync(id, default);
        Assert.True(job.State == JobState.Done, watched.Error);
        Assert.Equal(1, job.Runs);
        Assert.All(job.Messages, message => Assert.Single(Lines(watched.Error), message));
        await AssertAsFit(fit, watched, longer);

        string unknown = $"/v1/jobs/{new string('0', 32)}";
        cluster.Postgres!.Stop();
        Assert.Equal(
            "the cluster's database cannot be reached",
            await server.Problem(HttpStatusCode.ServiceUnavailable, unknown));
        cluster.Postgres.Resume();
        await server.Await(HttpStatusCode.NotFound, unknown);
    }

    [SkippableFact]
    public async Task A_cancelled_job_says_so_and_can_be_resumed()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        using var server = new ServerProcess(_directory.Path, cluster);
        await server.Await(HttpStatusCode.OK, "/readyz");
        var fit = new SmallFit(_directory.Path);
        string[] endless = [.. Submit(fit, "out"), "--tolerance", "0", "--max-sweeps", "16000"];
        string id = (await server.Run(endless)).FirstLine;
        await Await(server, id, job => job.Progress is { Sweep: > 1 });
        Assert.Contains("has not ended", (await server.Run(endless)).Error);
        await server.AwaitMetric("tiledfit_jobs{state=\"running\"} 1");
        await server.AwaitMetric($"tiledfit_job_sweep{{job=\"{id}\"}}");

        Task<CommandLine> watch = server.Run("watch", id);
        Assert.Equal(0, (await server.Run("cancel", id)).ExitCode);
        Assert.Equal(Cancelled, (await watch).ExitCode);
        JobStatus job = await server.Client.GetAsync(id, default);
        Assert.Equal(JobState.Cancelled, job.State);
        Assert.Equal("cancelled on request", job.Reason);
        Assert.False(File.Exists(_directory["out/manifest.json"]));

        string second = (await server.Run(endless)).FirstLine;
        CommandLine refused = await server.Run("resume", id);
        Assert.Equal(BadInput, refused.ExitCode);
        Assert.Contains(second, refused.Error);
        await server.Run("cancel", second);
        await Await(server, second, job => job.State == JobState.Cancelled);

        Assert.Equal(0, (await server.Run("resume", id)).ExitCode);
        Assert.Equal(2, (await Await(server, id, job => job.Progress is { Sweep: > 1 })).Runs);
        await server.Run("cancel", id);
        await Await(server, id, job => job.State == JobState.Cancelled);
    }

    [SkippableFact]
    public async Task A_raster_that_changes_meanwhile_ends_its_job_by_name()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        using var server = new ServerProcess(_directory.Path, cluster);
        await server.Await(HttpStatusCode.OK, "/readyz");
        var fit = new SmallFit(_directory.Path);
        string[] endless = [.. Submit(fit, "out"), "--tolerance", "0", "--max-sweeps", "16000"];
        string id = (await server.Run(endless)).FirstLine;
        await Await(server, id, job => job.Progress is { Sweep: > 1 });
        using (var stream = new FileStream(fit.Raster, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Seek(-(64 << 10), SeekOrigin.End);
            stream.Write(new byte[64 << 10]);
        }

        JobStatus job = await Await(server, id, job => job.State == JobState.Failed);
        Assert.Equal(FailureCause.Input, job.Cause);
        Assert.StartsWith($"{fit.Raster} has changed while it was being fitted", job.Reason);
        Assert.False(File.Exists(_directory["out/manifest.json"]));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries);

    private static async Task<JobStatus> Await(ServerProcess server, string id, Func<JobStatus, bool> condition)
    {
        for (DateTime end = DateTime.UtcNow + TimeSpan.FromMinutes(1); ;)
        {
            JobStatus job = await server.Client.GetAsync(id, default);
            if (condition(job))
            {
                return job;
            }

            Assert.True(DateTime.UtcNow < end && !JobStatus.HasEnded(job.State), $"{job}");
            await Task.Delay(100);
        }
    }

    private string[] Submit(SmallFit fit, string output) => ["submit", .. Arguments(fit, output)];

    private string[] Arguments(SmallFit fit, string output) =>
    [
        fit.Raster, "--init", fit.Initial, "-o", _directory[output], "--tile", $"{fit.Tile}", "--ring", $"{fit.Ring}",
    ];

    // The same exit code, and component files of the same bytes.
    private async Task AssertAsFit(SmallFit fit, CommandLine watched, params string[] options)
    {
        CommandLine here = await CommandLine.Run(["fit", .. Arguments(fit, "here"), "--quiet", .. options]);
        Assert.True(here.ExitCode is 0 or 3, here.Error);
        Assert.True(here.ExitCode == watched.ExitCode, watched.Error);
        Assert.Equal(SmallFit.ComponentsIn(_directory["here"]), SmallFit.ComponentsIn(_directory["out"]));
    }
}
