using System.Diagnostics;
using System.Text.Json;
using TiledFit.Core;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Tests;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:0", true)]
    [InlineData("http://*:0", true)]
    [InlineData("http://[::]:0", true)]
    [InlineData("http://10.1.2.3:80", true)]
    [InlineData("http://127.0.0.1:5117", false)]
    [InlineData("http://127.8.8.8:5117/", false)]
    [InlineData("http://[::1]:5117", false)]
    [InlineData("http://localhost:5117", false)]
    public async Task OtherThanLoopbackNeedsAToken(string url, bool isRefused)
    {
        Assert.Equal(!isRefused, ListenAddress.Parse(url).IsLoopback);
        if (isRefused)
        {
            var refused = await Assert.ThrowsAsync<InputException>(
                () => TestServer.StartAsync(_directory, settings => settings with { Url = url }));
            Assert.Contains("needs a token", refused.Message);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:80")]
    [InlineData("https://127.0.0.1:80")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:-1")]
    [InlineData("http://example.org:80")]
    [InlineData("http://127.0.0.1:80/path")]
    [InlineData("http://user@127.0.0.1:80")]
    [InlineData("unix:/run/x.sock")]
    public void WhatIsNoAddressIsRefused(string url) =>
        Assert.Contains("--url", Assert.Throws<InputException>(() => ListenAddress.Parse(url)).Message);

    [Theory]
    [InlineData("short")]
    [InlineData("with spaces in the midst")]
    [InlineData("with-an-umlaut-in-\u00e4-it")]
    public async Task AWeakTokenIsRefused(string token) =>
        Assert.Contains("at least 16", (await Assert.ThrowsAsync<InputException>(
            () => TestServer.StartAsync(_directory, settings => settings with { Token = token }))).Message);

    [Fact]
    public async Task TheTokenMayComeFromAFile()
    {
        string file = _directory.Write("token", "0123456789abcdef\n");
        await using TestServer server = await TestServer.StartAsync(
            _directory, settings => settings with { Url = "http://0.0.0.0:0", TokenFile = file });
        var request = new HttpRequestMessage(HttpMethod.Get, server.Url.Replace("0.0.0.0", "127.0.0.1") + "/v1/jobs");
        request.Headers.Authorization = new("Bearer", "0123456789abcdef");
        Assert.True((await server.Http.SendAsync(request)).IsSuccessStatusCode);
        await Assert.ThrowsAsync<InputException>(() => TestServer.StartAsync(
            _directory, settings => settings with { TokenFile = _directory["none"] }));
    }

    [Theory]
    [InlineData(0, 100, 8192)]
    [InlineData(1, 0, 8192)]
    [InlineData(1, 100, 1 << 20)]
    public async Task SettingsOutOfRangeAreRefused(int concurrent, int queued, int tile) =>
        Assert.Contains("setting Server:", (await Assert.ThrowsAsync<InputException>(() => TestServer.StartAsync(
            _directory, s => s with { ConcurrentJobs = concurrent, MaxQueued = queued, MaxTile = tile }))).Message);

    [Fact]
    public async Task AnAddressInUseIsNamed()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        using var other = new TemporaryDirectory();
        InputException refused = await Assert.ThrowsAsync<InputException>(
            () => TestServer.StartAsync(other, settings => settings with { Url = server.Url }));
        Assert.Equal(
            $"port {new Uri(server.Url).Port} of 127.0.0.1 is in use by another program; name another with --url",
            refused.Message);
        refused = await Assert.ThrowsAsync<InputException>(() => TestServer.StartAsync(
            other, settings => settings with { Url = "http://192.0.2.1:0", Token = "correct-horse-battery" }));
        Assert.Equal("192.0.2.1 is no address of this machine; name another with --url", refused.Message);
    }

    [Fact]
    public async Task TooManyRequestsAreTurnedAway()
    {
        await using TestServer server = await TestServer.StartAsync(
            _directory, settings => settings with { RequestsPerMinute = 5 });
        HttpResponseMessage[] responses =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Http.GetAsync("/v1/jobs")));
        // The window may turn over in between, once.
        Assert.InRange(responses.Count(response => response.IsSuccessStatusCode), 5, 10);
        HttpResponseMessage refused = responses.First(response => !response.IsSuccessStatusCode);
        await TestServer.ProblemAsync(refused, 429);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("healthy", await server.Http.GetStringAsync("/healthz"));
    }

    [Fact]
    public async Task TooManyJobsAreTurnedAway()
    {
        await using TestServer server = await TestServer.StartAsync(_directory, s => s with { MaxQueued = 1 });
        JobStatus running = await server.SubmitAsync(server.Endless("a"));
        await server.WaitAsync(running.Id, job => job.State == JobState.Running);
        await server.SubmitAsync(server.Short("b"));
        HttpResponseMessage refused = await server.PostAsync(server.Short("c"));
        await TestServer.ProblemAsync(refused, 503);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task TwoJobsRunAtOnceWhereThatIsSet()
    {
        await using TestServer server = await TestServer.StartAsync(_directory, s => s with { ConcurrentJobs = 2 });
        JobStatus endless = await server.SubmitAsync(server.Endless("a"));
        JobStatus other = await server.SubmitAsync(server.Short("b"));
        Assert.Equal(JobState.Done, (await server.EndAsync(other.Id)).State);
        Assert.Equal(JobState.Running, (await server.GetAsync(endless.Id)).State);
    }

    [Fact]
    public async Task ATileOfTheWholeRasterHasALimit()
    {
        await using TestServer server = await TestServer.StartAsync(_directory, s => s with { MaxTile = 128 });
        JobStatus job = await server.SubmitAsync(server.Short("a") with { Tile = 0 });
        job = await server.EndAsync(job.Id);
        Assert.Equal(FailureCause.Input, job.Cause);
        Assert.Contains("one tile of 160 px", job.Reason);
    }

    [Fact]
    public async Task FormatsThatNameOtherFilesAreNotOpened()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        _directory.Write("data/a.tif", "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"><VRTRasterBand><SimpleSource>"
            + "<SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>");
        JobStatus job = await server.SubmitAsync(
            new JobDescription { Input = _directory["data/a.tif"], Output = _directory["data/out"] });
        job = await server.EndAsync(job.Id);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Equal(FailureCause.Input, job.Cause);
        Assert.Contains(_directory["data/a.tif"], job.Reason);
        Assert.DoesNotContain("passwd", job.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerWithoutItsStateIsNotReady()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
        Directory.Move(_directory["state"], _directory["gone"]);
        await TestServer.ProblemAsync(await server.Http.GetAsync("/readyz"), 503);
        Assert.Equal("healthy", await server.Http.GetStringAsync("/healthz"));
        Directory.Move(_directory["gone"], _directory["state"]);
        Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task WhatCannotBeStoredIsRefusedForNow()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        Directory.Move(_directory["state/jobs"], _directory["gone"]);
        _directory.Write("state/jobs", "in the way");
        JsonElement problem = await TestServer.ProblemAsync(await server.Http.GetAsync("/readyz"), 503);
        Assert.StartsWith(
            "the state directory cannot be written: ", problem.GetProperty("detail").GetString());
        HttpResponseMessage refused = await server.PostAsync(server.Short("a"));
        problem = await TestServer.ProblemAsync(refused, 503);
        Assert.StartsWith(
            "the state directory cannot be written: ", problem.GetProperty("detail").GetString());
        Assert.DoesNotContain(_directory.Path, problem.GetRawText(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Empty((await server.ListAsync()).Jobs);
        File.Delete(_directory["state/jobs"]);
        Directory.Move(_directory["gone"], _directory["state/jobs"]);
        Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
        Assert.Equal(JobState.Done, (await server.EndAsync((await server.SubmitAsync(server.Short("a"))).Id)).State);
    }

    [SkippableFact]
    public async Task AFullStateDirectoryIsNamed()
    {
        Directory.CreateDirectory(_directory["state"]);
        Skip.IfNot(
            OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _directory["state"]),
            "a small file system can only be mounted by root on Linux");
        try
        {
            await using TestServer server = await TestServer.StartAsync(_directory);
            Fill(_directory["state/filler"]);
            JsonElement problem = await TestServer.ProblemAsync(await server.Http.GetAsync("/readyz"), 503);
            Assert.Contains("No space left on device", problem.GetProperty("detail").GetString());
            problem = await TestServer.ProblemAsync(await server.PostAsync(server.Short("a")), 503);
            Assert.Contains("No space left on device", problem.GetProperty("detail").GetString());
            File.Delete(_directory["state/filler"]);
            Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
            await server.EndAsync((await server.SubmitAsync(server.Short("a"))).Id);
        }
        finally
        {
            Run("umount", _directory["state"]);
        }
    }

    [Fact]
    public async Task MetricsCountJobsStepsAndRequests()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        await server.EndAsync((await server.SubmitAsync(server.Short("a"))).Id);
        JobStatus running = await server.SubmitAsync(server.Endless("b"));
        await server.WaitAsync(running.Id, job => job.Progress is { Phase: "fit", Sweep: > 1 });
        string[] lines = (await server.Http.GetStringAsync("/metrics")).Split('\n');
        Assert.Contains("tiledfit_jobs{state=\"done\"} 1", lines);
        Assert.Contains("tiledfit_jobs{state=\"running\"} 1", lines);
        Assert.Contains("# TYPE tiledfit_steps_total counter", lines);
        double steps = Value(lines, "tiledfit_steps_total ");
        Assert.True(steps > 64, $"{steps}");
        Assert.Equal(800, Value(lines, $"tiledfit_job_components{{job=\"{running.Id}\"}} "));
        Assert.InRange(Value(lines, $"tiledfit_job_objective{{job=\"{running.Id}\"}} "), 1, 1e6);
        Assert.Equal(2, Value(lines, lines.First(line =>
            line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)
            && line.Contains("201", StringComparison.Ordinal)).Split("} ")[0] + "} "));
        Assert.All(
            lines.Where(line => line.Length > 0 && line[0] != '#'),
            line => Assert.Matches("^[a-z_]+(\\{([a-z_]+=\"[^\"]*\",?)+\\})? [-+0-9.eE]+$", line));
    }

    [Fact]
    public async Task TheDocumentNamesEveryRoute()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        JsonElement document = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi/v1.json")).RootElement;
        Assert.Equal(
            [
                "/v1/jobs get", "/v1/jobs head", "/v1/jobs post", "/v1/jobs/{id} get", "/v1/jobs/{id} head",
                "/v1/jobs/{id}/cancel post", "/v1/jobs/{id}/events get", "/v1/jobs/{id}/events head",
                "/v1/jobs/{id}/files get", "/v1/jobs/{id}/files head", "/v1/jobs/{id}/files/{name} get",
                "/v1/jobs/{id}/files/{name} head", "/v1/jobs/{id}/manifest get", "/v1/jobs/{id}/manifest head",
                "/v1/jobs/{id}/resume post", "/v1/jobs/{id}/tiles get", "/v1/jobs/{id}/tiles head",
            ],
            document.GetProperty("paths").EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{path.Name} {method.Name}"))
                .Order(StringComparer.Ordinal));
        int[] always = [401, 403, 429, 500, 503];
        var expected = new Dictionary<string, int[]>
        {
            ["/v1/jobs post"] = [200, 201, 400, 409, 413, 415, 422],
            ["/v1/jobs get"] = [200, 400],
            ["/v1/jobs/{id} get"] = [200, 404],
            ["/v1/jobs/{id}/events get"] = [200, 404],
            ["/v1/jobs/{id}/cancel post"] = [202, 404, 409],
            ["/v1/jobs/{id}/resume post"] = [202, 404, 409],
            ["/v1/jobs/{id}/manifest get"] = [200, 206, 304, 404, 409, 410, 412, 416],
            ["/v1/jobs/{id}/files get"] = [200, 404, 409, 410],
            ["/v1/jobs/{id}/files/{name} get"] = [200, 206, 304, 404, 409, 410, 412, 416],
            ["/v1/jobs/{id}/tiles get"] = [200, 404, 409, 410],
        };
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty method in path.Value.EnumerateObject())
            {
                JsonProperty[] responses = [.. method.Value.GetProperty("responses").EnumerateObject()];
                Assert.Equal(
                    expected[$"{path.Name} {method.Name.Replace("head", "get")}"].Concat(always).Order(),
                    responses.Select(response => int.Parse(response.Name)).Order());
                Assert.All(
                    responses.Where(response => response.Name[0] is '4' or '5'),
                    response => Assert.Equal(
                        "application/problem+json",
                        Assert.Single(response.Value.GetProperty("content").EnumerateObject()).Name));
            }
        }

        JsonElement description =
            document.GetProperty("components").GetProperty("schemas").GetProperty("JobDescription");
        Assert.Equal(
            ["amplitude", "background", "band", "components", "errors", "init", "input", "levels", "loss", "mask",
                "maxSweeps", "nodata", "output", "overwrite", "plane", "positions", "ring", "rmse", "saturation", "shape",
                "sigmaMax", "sigmaMin", "significance", "step", "tile", "tolerance", "weights"],
            description.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(
            ["input", "output"],
            description.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public async Task AnswersAreAsTheDocumentSays()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        JsonElement schemas = JsonDocument.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))
            .RootElement.GetProperty("components").GetProperty("schemas");
        JobStatus endless = await server.SubmitAsync(server.Endless("a"));
        JobStatus done = await server.SubmitAsync(server.Short("b"));
        await server.WaitAsync(endless.Id, job => job.Progress is not null);
        await AssertConformsAsync(server, schemas, $"/v1/jobs/{endless.Id}", "JobStatus");
        await AssertConformsAsync(server, schemas, $"/v1/jobs/{done.Id}", "JobStatus");
        await server.Http.PostAsync($"/v1/jobs/{endless.Id}/cancel", null);
        await server.EndAsync(done.Id);
        await AssertConformsAsync(server, schemas, $"/v1/jobs/{done.Id}", "JobStatus");
        await AssertConformsAsync(server, schemas, "/v1/jobs", "JobPage");
        await AssertConformsAsync(server, schemas, $"/v1/jobs/{done.Id}/tiles", "TileRow");
        await AssertConformsAsync(server, schemas, $"/v1/jobs/{done.Id}/files", "ManifestFile");
    }

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void Fill(string path)
    {
        using FileStream stream = File.Create(path, bufferSize: 0);
        try
        {
            while (true)
            {
                stream.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task AssertConformsAsync(
        TestServer server, JsonElement schemas, string target, string schema)
    {
        JsonElement answer = JsonDocument.Parse(await server.Http.GetStringAsync(target)).RootElement;
        JsonElement[] items = answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : [answer];
        Assert.NotEmpty(items);
        Assert.All(items, item => AssertConforms(schemas, item, schemas.GetProperty(schema)));
    }

    /// <summary>Every required member is there, every member is known, and so on below.</summary>
    private static void AssertConforms(JsonElement schemas, JsonElement value, JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out JsonElement either))
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            schema = either.EnumerateArray().Single(one => one.TryGetProperty("$ref", out _));
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            schema = schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            JsonElement properties = schema.GetProperty("properties");
            Assert.All(
                schema.GetProperty("required").EnumerateArray(),
                name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{name} is missing"));
            Assert.All(
                value.EnumerateObject(),
                member => AssertConforms(schemas, member.Value, properties.GetProperty(member.Name)));
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            Assert.All(value.EnumerateArray(), item => AssertConforms(schemas, item, schema.GetProperty("items")));
        }
        else if (schema.TryGetProperty("enum", out JsonElement words))
        {
            Assert.Contains(value.GetString(), words.EnumerateArray().Select(word => word.GetString()));
        }
        else
        {
            string type = value.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => "boolean",
                JsonValueKind.Number => "number",
                JsonValueKind.Null => "null",
                _ => "string",
            };
            string types = schema.GetProperty("type").GetRawText().Replace("integer", "number");
            Assert.Contains(type, types);
        }
    }

    private static double Value(string[] lines, string start) => double.Parse(
        lines.Single(line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..],
        System.Globalization.CultureInfo.InvariantCulture);
}
