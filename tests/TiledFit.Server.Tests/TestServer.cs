using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TiledFit.Engine.Synthesis;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Server.Tests;

/// <summary>A server at a free port, whose roots and state are in one temporary directory.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly JobServer _server;

    private TestServer(TemporaryDirectory directory, JobServer server)
    {
        Directory = directory;
        _server = server;
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(server.Url) };
    }

    public TemporaryDirectory Directory { get; }

    public HttpClient Http { get; }

    public string Url => _server.Url;

    /// <summary>Starts one, with a small raster z.npy and its components i.csv under its roots.</summary>
    public static async Task<TestServer> StartAsync(
        TemporaryDirectory directory, Func<ServerSettings, ServerSettings>? change = null)
    {
        System.IO.Directory.CreateDirectory(directory["data"]);
        if (!File.Exists(directory["data/z.npy"]))
        {
            WriteRaster(directory, "z", 160, 120, 12);
        }

        var settings = new ServerSettings
        {
            Url = "http://127.0.0.1:0",
            State = directory["state"],
            InputRoots = [directory["data"]],
            OutputRoots = [directory["data"]],
            RequestsPerMinute = 100_000,
        };
        return new TestServer(
            directory,
            await JobServer.StartAsync(change?.Invoke(settings) ?? settings, new FitOptions { Threads = 2 }, "test"));
    }

    public static void WriteRaster(TemporaryDirectory directory, string name, int width, int height, int components) =>
        SyntheticField.Generate(new SyntheticFieldOptions
        {
            Width = width,
            Height = height,
            Components = components,
            Perturbation = 0.1,
        }).Write(new SyntheticFieldPaths(
            directory[$"data/{name}.npy"], null, directory[$"data/{name}.csv"]));

    /// <summary>A description of a job of less than a second.</summary>
    public JobDescription Short(string output) => new()
    {
        Input = Directory["data/z.npy"],
        Init = Directory["data/z.csv"],
        Output = Directory["data/" + output],
        Background = "none",
    };

    /// <summary>A description of a job that runs until it is stopped.</summary>
    public JobDescription Endless(string output)
    {
        if (!File.Exists(Directory["data/endless.npy"]))
        {
            WriteRaster(Directory, "endless", 512, 512, 800);
        }

        return new JobDescription
        {
            Input = Directory["data/endless.npy"],
            Init = Directory["data/endless.csv"],
            Output = Directory["data/" + output],
            Background = "none",
            Tile = 64,
            Ring = 8,
            Tolerance = 0,
            MaxSweeps = 16383,
        };
    }

    public async Task<HttpResponseMessage> PostAsync(JobDescription job, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/jobs")
        {
            Content = new StringContent(
                JsonSerializer.Serialize(job, JobJson.Default.JobDescription), Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Http.SendAsync(request);
    }

    public async Task<JobStatus> SubmitAsync(JobDescription job, string? key = null)
    {
        HttpResponseMessage response = await PostAsync(job, key);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(JobJson.Default.JobStatus))!;
    }

    public async Task<JobStatus> GetAsync(string id) =>
        (await Http.GetFromJsonAsync($"/v1/jobs/{id}", JobJson.Default.JobStatus))!;

    public async Task<JobPage> ListAsync() =>
        (await Http.GetFromJsonAsync("/v1/jobs", JobJson.Default.JobPage))!;

    /// <summary>Waits until a job is as wanted.</summary>
    public async Task<JobStatus> WaitAsync(string id, Func<JobStatus, bool> wanted)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            JobStatus job = await GetAsync(id);
            if (wanted(job))
            {
                return job;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"still {job}");
            await Task.Delay(25);
        }
    }

    public Task<JobStatus> EndAsync(string id) => WaitAsync(id, job => JobStatus.HasEnded(job.State));

    /// <summary>A problem document's status, detail and errors.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response, int status)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }
}
