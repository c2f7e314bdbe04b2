using System.Net.ServerSentEvents;
using System.Text.Json;
using TiledFit.Server.Client;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Tests;

public sealed class EventTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private TestServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await TestServer.StartAsync(_directory, settings => settings with { HeartbeatSeconds = 1 });

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task AWatchTellsAllToTheEnd()
    {
        JobStatus blocker = await _server.SubmitAsync(_server.Endless("a"));
        JobStatus job = await _server.SubmitAsync(_server.Short("b"));
        Task<List<SseItem<string>>> watch = ReadAsync(job.Id, null, item => false);
        await _server.WaitAsync(blocker.Id, status => status.Progress is not null);
        await _server.Http.PostAsync($"/v1/jobs/{blocker.Id}/cancel", null);
        List<SseItem<string>> items = await watch;

        JobStatus first = Parse(items[0]), last = Parse(items[^1]);
        Assert.Equal("state", items[0].EventType);
        Assert.Equal(JobState.Queued, first.State);
        Assert.Equal(JobState.Done, last.State);
        Assert.Equal(12, last.Result!.Components);
        Assert.Equal(
            last.Messages, items.Where(item => item.EventType == "message").Select(item =>
                JsonSerializer.Deserialize<string>(item.Data)!));
        Assert.All(items.Where(item => item.EventType != "heartbeat"), item => Assert.NotNull(item.EventId));

        // What is over is told at once; messages that are known are not told again.
        List<SseItem<string>> again = await ReadAsync(job.Id, items[^1].EventId, item => false);
        Assert.Equal(JobState.Done, Parse(Assert.Single(again)).State);
        // The state comes first, whatever is to be told besides.
        foreach (string? after in new[] { null, "no-such-event" })
        {
            List<SseItem<string>> all = await ReadAsync(job.Id, after, item => false);
            Assert.Equal(["state", .. last.Messages.Select(_ => "message")], all.Select(item => item.EventType));
            Assert.Equal(JobState.Done, Parse(all[0]).State);
            // Broken off after the state, the watch goes on with the messages.
            List<SseItem<string>> rest = await ReadAsync(job.Id, all[0].EventId, item => false);
            Assert.Equal(all.Count, rest.Count);
        }
    }

    [Fact]
    public async Task SilenceIsBrokenByHeartbeats()
    {
        await _server.SubmitAsync(_server.Endless("a"));
        JobStatus waiting = await _server.SubmitAsync(_server.Short("b"));
        List<SseItem<string>> items = await ReadAsync(waiting.Id, null, item => item.EventType == "heartbeat");
        Assert.Equal("{}", items[^1].Data);
    }

    [Fact]
    public async Task ProgressComesWhileItRuns()
    {
        JobStatus job = await _server.SubmitAsync(_server.Endless("a"));
        var sweeps = new List<int>();
        using var client = new JobClient(_server.Url, null);
        await foreach (JobEvent happened in client.WatchAsync(job.Id, null, default))
        {
            if (happened is JobProgressed { Progress: { Phase: "fit" } progress })
            {
                sweeps.Add(progress.Sweep);
                Assert.Equal(64, progress.Tiles);
                Assert.Equal(800, progress.Components);
            }

            if (sweeps.Count == 3)
            {
                await client.CancelAsync(job.Id, default);
            }

            if (happened is JobStateChanged { Status.State: JobState.Cancelled })
            {
                break;
            }
        }

        Assert.Equal(sweeps.Order(), sweeps);
    }

    [Fact]
    public async Task AServerThatStopsDoesNotWaitForItsWatchers()
    {
        JobStatus job = await _server.SubmitAsync(_server.Endless("a"));
        Task<List<SseItem<string>>> watch = ReadAsync(job.Id, null, item => false);
        await _server.WaitAsync(job.Id, status => status.Progress is not null);
        await _server.DisposeAsync();
        List<SseItem<string>> items = await watch;
        Assert.NotEqual(JobState.Done, Parse(items.Last(item => item.EventType == "state")).State);
        _server = await TestServer.StartAsync(_directory);
    }

    [Fact]
    public async Task AWatchOfARunningJobBeginsWithItsState()
    {
        JobStatus job = await _server.SubmitAsync(_server.Endless("a"));
        await _server.WaitAsync(job.Id, status => status.Messages.Count > 0 && status.Progress is not null);
        foreach (string? after in new[] { null, "1.0" })
        {
            List<SseItem<string>> items = await ReadAsync(job.Id, after, item => item.EventType == "message");
            Assert.Equal("state", items[0].EventType);
            Assert.Equal("message", items[1].EventType);
        }
    }

    private static JobStatus Parse(SseItem<string> item) =>
        JsonSerializer.Deserialize(item.Data, JobJson.Default.JobStatus)!;

    private async Task<List<SseItem<string>>> ReadAsync(
        string id, string? after, Func<SseItem<string>, bool> isLast)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_server.Url}/v1/jobs/{id}/events");
        if (after is not null)
        {
            request.Headers.Add("Last-Event-ID", after);
        }

        using var http = new HttpClient();
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var items = new List<SseItem<string>>();
        try
        {
            await foreach (SseItem<string> item in
                SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            {
                items.Add(item);
                if (isLast(item))
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // The server has stopped.
        }

        return items;
    }
}
