using TiledFit.Data.Results;
using TiledFit.Server.Engines.Embedded;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Tests;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task JobsGoOnByThemselves()
    {
        string running, queued, done, cancelled;
        await using (TestServer server = await TestServer.StartAsync(_directory))
        {
            done = (await server.SubmitAsync(server.Short("done"), "key")).Id;
            await server.EndAsync(done);
            running = (await server.SubmitAsync(server.Endless("running"))).Id;
            queued = (await server.SubmitAsync(server.Short("queued"))).Id;
            cancelled = (await server.SubmitAsync(server.Short("cancelled"))).Id;
            await server.Http.PostAsync($"/v1/jobs/{cancelled}/cancel", null);
            await server.WaitAsync(running, job => job.Progress is { Sweep: > 0 });
        }

        await using (TestServer server = await TestServer.StartAsync(_directory))
        {
            JobStatus again = await server.WaitAsync(running, job => job.Progress is { Sweep: > 0 });
            Assert.Equal(JobState.Running, again.State);
            Assert.Equal(2, again.Runs);
            Assert.Equal(JobState.Queued, (await server.GetAsync(queued)).State);
            Assert.Equal(JobState.Cancelled, (await server.GetAsync(cancelled)).State);
            Assert.Equal(done, (await server.SubmitAsync(server.Short("done"), "key")).Id);
            Assert.True(string.CompareOrdinal((await server.SubmitAsync(server.Short("new"))).Id, cancelled) > 0);
            await server.Http.PostAsync($"/v1/jobs/{running}/cancel", null);
            Assert.Equal(JobState.Done, (await server.EndAsync(queued)).State);
        }
    }

    [Fact]
    public async Task OneServerAStateDirectory()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        var refused = await Assert.ThrowsAsync<Core.InputException>(() => TestServer.StartAsync(_directory));
        Assert.Contains("another server uses it", refused.Message);
    }

    [Theory]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Cancelling)]
    public async Task AResultThatWasPublishedIsNotFittedAgain(JobState state)
    {
        string id = await FinishedJobAsync();
        DateTime written = File.GetLastWriteTimeUtc(_directory["data/out/manifest.json"]);
        ForgetTheEnd(id, state);
        await using TestServer server = await TestServer.StartAsync(_directory);
        JobStatus job = await server.EndAsync(id);
        Assert.Equal(JobState.Done, job.State);
        Assert.Equal(12, job.Result!.Components);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_directory["data/out/manifest.json"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task APublicationThatWasCutOffIsFinished(int moved)
    {
        string id = await FinishedJobAsync();
        IReadOnlyList<ManifestFile> files = ResultReader.Open(_directory["data/out"]).Manifest.Files;
        Assert.Equal(4, files.Count);
        Directory.CreateDirectory(_directory["data/out/.tiledfit-partial/components"]);
        foreach (string path in files.Skip(moved).Select(file => file.Path).Append("manifest.json"))
        {
            File.Move(_directory[$"data/out/{path}"], _directory[$"data/out/.tiledfit-partial/{path}"]);
        }

        ForgetTheEnd(id, JobState.Running);
        await using TestServer server = await TestServer.StartAsync(_directory);
        JobStatus job = await server.EndAsync(id);
        Assert.Equal(JobState.Done, job.State);
        Assert.Equal(12, ResultReader.Open(_directory["data/out"]).ReadComponents().Count());
        Assert.False(Directory.Exists(_directory["data/out/.tiledfit-partial"]));
    }

    [Fact]
    public async Task HalfWrittenFilesAreWrittenAnew()
    {
        string id = await FinishedJobAsync();
        byte[] components = File.ReadAllBytes(_directory["data/out/components/part-00000.parquet"]);
        Directory.Delete(_directory["data/out"], recursive: true);
        Directory.CreateDirectory(_directory["data/out/.tiledfit-partial/components"]);
        File.WriteAllText(_directory["data/out/.tiledfit-partial/manifest.json"], "{\"formatVersion\": 1, \"sof");
        File.WriteAllText(_directory["data/out/.tiledfit-partial/components/part-00000.parquet"], "PAR1");
        ForgetTheEnd(id, JobState.Running);
        await using TestServer server = await TestServer.StartAsync(_directory);
        Assert.Equal(JobState.Done, (await server.EndAsync(id)).State);
        Assert.Equal(components, File.ReadAllBytes(_directory["data/out/components/part-00000.parquet"]));
    }

    [Fact]
    public async Task ASubmissionThatWasNotAcknowledgedIsForgotten()
    {
        string id = await FinishedJobAsync();
        Directory.CreateDirectory(_directory["state/jobs/0123"]);
        File.WriteAllText(_directory["state/jobs/0123/job.json.next"], "{\"id\": \"01");
        await using TestServer server = await TestServer.StartAsync(_directory);
        Assert.Equal(JobState.Done, (await server.GetAsync(id)).State);
        Assert.False(Directory.Exists(_directory["state/jobs/0123"]));
    }

    [Fact]
    public async Task OldJobsAreForgottenAndTheirResultsKept()
    {
        await using TestServer server = await TestServer.StartAsync(_directory, s => s with { KeepEnded = 2 });
        var ids = new List<string>();
        for (int i = 0; i < 4; i++)
        {
            ids.Add((await server.SubmitAsync(server.Short($"o{i}"))).Id);
            await server.WaitAsync(ids[^1], job => job.State == JobState.Done);
        }

        await TestServer.ProblemAsync(await server.Http.GetAsync($"/v1/jobs/{ids[0]}"), 404);
        Assert.Equal(JobState.Done, (await server.GetAsync(ids[2])).State);
        Assert.True(ResultDirectory.HoldsResult(_directory["data/o0"]));
        Assert.Equal(2, Directory.GetDirectories(_directory["state/jobs"]).Length);
    }

    private async Task<string> FinishedJobAsync()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        string id = (await server.SubmitAsync(server.Short("out"))).Id;
        Assert.Equal(JobState.Done, (await server.EndAsync(id)).State);
        return id;
    }

    /// <summary>The record as it was before the server noted the job's end.</summary>
    private void ForgetTheEnd(string id, JobState state)
    {
        using var store = new JobStore(_directory["state"]);
        JobRecord record = store.Load().Single(record => record.Id == id);
        store.Save(record with { State = state, Result = null, Finished = null });
    }
}
