using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Results;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Server.Tests;

public sealed class JobTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(_directory);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task FromSubmissionToFiles()
    {
        HttpResponseMessage created = await _server.PostAsync(_server.Short("out"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        JobStatus job = (await created.Content.ReadFromJsonAsync(JobJson.Default.JobStatus))!;
        Assert.Equal($"/v1/jobs/{job.Id}", created.Headers.Location?.OriginalString);

        job = await _server.EndAsync(job.Id);
        Assert.Equal(JobState.Done, job.State);
        Assert.Equal(1, job.Runs);
        Assert.Equal(12, job.Result!.Components);
        // The noise is 0.01.
        Assert.InRange(job.Result.Rmse, 0.0095, 0.0105);
        Assert.Contains(job.Messages, message => message.StartsWith("background: none", StringComparison.Ordinal));

        Manifest manifest = ResultReader.Open(_directory["data/out"]).Manifest;
        Assert.Equal(job.Id, manifest.Job);
        Assert.Equal("512", manifest.Options["tile"]);
        Assert.Equal(_directory["data/z.csv"], manifest.Options["init"]);
        string served = await _server.Http.GetStringAsync($"/v1/jobs/{job.Id}/manifest");
        Assert.Equal(File.ReadAllText(_directory["data/out/manifest.json"]), served);

        var files = await _server.Http.GetFromJsonAsync<ManifestFile[]>($"/v1/jobs/{job.Id}/files");
        Assert.Equal(manifest.Files, files);
        Assert.All(files!, file => Assert.Equal(
            File.ReadAllBytes(_directory["data/out/" + file.Path]),
            _server.Http.GetByteArrayAsync($"/v1/jobs/{job.Id}/files/{file.Path}").Result));

        var tiles = await _server.Http.GetFromJsonAsync<TileRow[]>($"/v1/jobs/{job.Id}/tiles");
        Assert.Equal(160 * 120, Assert.Single(tiles!).Pixels);
        Assert.Equal(job.Result.Objective, tiles![0].Sse, 1e-9 * job.Result.Objective);
    }

    [Fact]
    public async Task AFileIsServedByRange()
    {
        JobStatus job = await _server.SubmitAsync(_server.Short("out"));
        await _server.EndAsync(job.Id);
        var request = new HttpRequestMessage(
            HttpMethod.Get, $"/v1/jobs/{job.Id}/files/components/part-00000.parquet");
        request.Headers.Range = new RangeHeaderValue(0, 3);
        HttpResponseMessage part = await _server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("PAR1", await part.Content.ReadAsStringAsync());

        long length = new FileInfo(_directory["data/out/components/part-00000.parquet"]).Length;
        request = new HttpRequestMessage(HttpMethod.Get, request.RequestUri);
        request.Headers.Range = new RangeHeaderValue(length, null);
        HttpResponseMessage beyond = await _server.Http.SendAsync(request);
        JsonElement problem = await TestServer.ProblemAsync(beyond, 416);
        Assert.Contains($"bytes */{length}", problem.GetProperty("detail").GetString());
        Assert.Equal(length, beyond.Content.Headers.ContentRange?.Length);

        request = new HttpRequestMessage(HttpMethod.Get, request.RequestUri);
        request.Headers.IfUnmodifiedSince = DateTimeOffset.UnixEpoch;
        await TestServer.ProblemAsync(await _server.Http.SendAsync(request), 412);
    }

    [Fact]
    public async Task RangesAndConditionsAreThoseOfHttp()
    {
        JobStatus job = await _server.SubmitAsync(_server.Short("out"));
        await _server.EndAsync(job.Id);
        string target = $"/v1/jobs/{job.Id}/files/components/part-00000.parquet";
        byte[] bytes = File.ReadAllBytes(_directory["data/out/components/part-00000.parquet"]);
        HttpResponseMessage whole = await SendAsync(HttpMethod.Get, target);
        string tag = whole.Headers.ETag!.ToString();
        Assert.False(whole.Headers.ETag.IsWeak);
        Assert.Equal("bytes", Assert.Single(whole.Headers.AcceptRanges));

        (int Status, string Range, string? Condition)[] cases =
        [
            (206, "bytes=0-3", null), (206, "Bytes=0-3", null), (206, "bytes=0-3", $"If-Range: {tag}"),
            (206, "bytes=0-3", $"If-Match: {tag}"), (206, "bytes=0-3", "If-Match: *"),
            (200, "bytes=0-3", "If-Range: \"other\""), (200, "bytes=0-3", $"If-Range: W/{tag}"),
            (200, "bytes=0-3", "If-Range: other"),
            (200, "bytes=0-3", "If-Range: Thu, 01 Jan 1970 00:00:00 GMT"),
            (200, "items=0-3", null), (200, "rows=99999999-", null), (200, "bytes", null),
            (304, "bytes=0-3", $"If-None-Match: {tag}"),
            (412, "bytes=0-3", "If-Match: \"other\""), (412, "bytes=0-3", $"If-Match: W/{tag}"),
        ];
        foreach ((int status, string range, string? condition) in cases)
        {
            HttpResponseMessage answer = await SendAsync(HttpMethod.Get, target, $"Range: {range}", condition);
            Assert.True(status == (int)answer.StatusCode, $"{range} {condition}: {(int)answer.StatusCode}");
            byte[] body = await answer.Content.ReadAsByteArrayAsync();
            Assert.Equal(status switch { 200 => bytes, 206 => bytes[..4], 304 => [], _ => body }, body);
        }

        await TestServer.ProblemAsync(await SendAsync(HttpMethod.Get, target, "If-Match: \"other\""), 412);
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            (await SendAsync(HttpMethod.Head, target, "If-Match: \"other\"")).StatusCode);
        // Ranges are of GET only.
        HttpResponseMessage head = await SendAsync(HttpMethod.Head, target, "Range: bytes=0-3");
        Assert.Equal((HttpStatusCode.OK, bytes.Length), (head.StatusCode, head.Content.Headers.ContentLength));

        File.Delete(_directory["data/out/components/part-00000.parquet"]);
        await TestServer.ProblemAsync(await SendAsync(HttpMethod.Get, target), 410);
    }

    [Fact]
    public async Task HeadIsGetWithoutTheBody()
    {
        JobStatus job = await _server.SubmitAsync(_server.Short("out"));
        await _server.EndAsync(job.Id);
        string[] targets =
        [
            "/healthz", "/readyz", "/metrics", "/openapi/v1.json", "/v1/jobs", "/v1/jobs?limit=0", "/v1/jobs/none",
            "/none", .. new[]
            {
                "", "/manifest", "/files", "/files/tiles.parquet", "/files/none", "/tiles", "/events", "/cancel",
            }.Select(rest => $"/v1/jobs/{job.Id}{rest}"),
        ];
        foreach (string target in targets)
        {
            HttpResponseMessage get = await SendAsync(HttpMethod.Get, target);
            HttpResponseMessage head = await SendAsync(HttpMethod.Head, target);
            Assert.True(get.StatusCode == head.StatusCode, $"{target}: {get.StatusCode}, {head.StatusCode}");
            Assert.Equal($"{get.Content.Headers.ContentType}", $"{head.Content.Headers.ContentType}");
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal(get.Content.Headers.LastModified, head.Content.Headers.LastModified);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        HttpResponseMessage file = await SendAsync(HttpMethod.Head, $"/v1/jobs/{job.Id}/files/tiles.parquet");
        Assert.Equal(
            new FileInfo(_directory["data/out/tiles.parquet"]).Length, file.Content.Headers.ContentLength);
        JobStatus endless = await _server.SubmitAsync(_server.Endless("endless"));
        Assert.Equal(
            HttpStatusCode.OK, (await SendAsync(HttpMethod.Head, $"/v1/jobs/{endless.Id}/events")).StatusCode);
    }

    [Fact]
    public async Task EveryErrorIsReportedAtOnce()
    {
        using var body = new StringContent(
            """
            {"input": "/etc/passwd", "init": 5, "components": -1, "rmse": "small", "tile": -2, "ring": 1.5,
             "maxSweeps": 0, "tolerance": 1e999, "background": "mesh:4", "errors": "beam:0.5", "band": 0,
             "nodata": "nan",
             "weights": "/etc/passwd", "mask": "/vsicurl/x", "saturation": "NaN", "overwrite": "yes", "threads": 4,
             "shape": "oval", "positions": "off", "sigmaMin": -1, "sigmaMax": "wide", "significance": -3,
             "step": 2, "loss": "huber:x", "amplitude": "any"}
            """, null, "application/json");
        JsonElement problem = await TestServer.ProblemAsync(await _server.Http.PostAsync("/v1/jobs", body), 400);
        var errors = problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;
        Assert.Equal(
            [
                "amplitude: must be one of nonnegative, signed",
                "background: must be auto, none, constant, plane, mesh or mesh:PX, PX from 8 to 1024",
                "band: must be at least 1",
                "components: -1 must be at least 1",
                "errors: must be none, white or beam:FWHM, FWHM at least 1",
                "init: must be a string",
                "input: '/etc/passwd' lies under none of the input roots, which --input-root of serve names",
                "loss: must be squares, huber, huber:C, cauchy, cauchy:C or poisson, C at least 0.01",
                "mask: '/vsicurl/x' is not allowed: of GDAL's virtual files only /vsizip/, /vsigzip/ and /vsitar/ with "
                    + "an absolute path are, such as /vsizip//data/a.zip/b.tif, and no chains",
                "maxSweeps: 0 must be from 1 to 16383",
                "nodata: must be a finite number, \"NaN\", \"Infinity\" or \"-Infinity\"",
                "output: is missing",
                "overwrite: must be true or false",
                "positions: must be one of free, fixed",
                "ring: must be a whole number of at most 32 bits",
                "rmse: must be a finite number",
                "saturation: must be a finite number",
                "shape: must be free, round, fixed, or fixed:SX,SY,THETA with positive SX and SY",
                "sigmaMax: must be a finite number",
                "sigmaMin: -1 must be from 0.001 to 10000000 px",
                "significance: -3 must be a positive number",
                "significance: -3 says what stands out from the noise, while --components and --rmse take what comes "
                    + "up to a number or a residual; give one of them",
                "step: must be a string",
                "threads: is unknown",
                "tile: -2 must not be negative; 0 makes the whole raster one tile",
                "tolerance: must be a finite number",
                "weights: '/etc/passwd' lies under none of the input roots, which --input-root of serve names",
            ],
            errors.SelectMany(field => field.Value.Select(text => $"{field.Key}: {text}")));
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("Infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public async Task NodataMayBeNoFiniteNumber(string word, double value)
    {
        JobDescription description = _server.Short("out") with { NoData = value };
        JobStatus job = await _server.SubmitAsync(description, "key");
        Assert.Equal(description, job.Description);
        Assert.Equal(job.Id, (await _server.SubmitAsync(description, "key")).Id);
        job = await _server.EndAsync(job.Id);
        Assert.Equal(JobState.Done, job.State);
        string served = await _server.Http.GetStringAsync($"/v1/jobs/{job.Id}");
        Assert.Contains($"\"nodata\":\"{word}\"", served);
        Assert.Equal(word, ResultReader.Open(_directory["data/out"]).Manifest.Options["nodata"]);
    }

    /// <summary>The raster serves as its own mask, which takes nothing out, and as weights, which its noise cannot be.
    /// </summary>
    [Fact]
    public async Task WeightsAndMasksAreRead()
    {
        JobDescription description = _server.Short("out") with
        {
            Mask = _directory["data/z.npy"],
            Saturation = 0.5,
        };
        JobStatus job = await _server.SubmitAsync(description);
        Assert.Equal(description, job.Description);
        Assert.Equal(JobState.Done, (await _server.EndAsync(job.Id)).State);
        Manifest manifest = ResultReader.Open(_directory["data/out"]).Manifest;
        Assert.Equal("0.5", manifest.Options["saturation"]);
        Assert.Equal(_directory["data/z.npy"], manifest.Options["mask"]);
        Assert.InRange(manifest.Pixels, 1, 160 * 120 - 1);

        job = await _server.SubmitAsync(_server.Short("weighted") with { Weights = _directory["data/z.npy"] });
        job = await _server.EndAsync(job.Id);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("z.npy: the weight in row 0, column ", job.Reason);
        using HttpResponseMessage missing = await _server.PostAsync(
            _server.Short("o") with { Weights = _directory["data/none.npy"] });
        JsonElement problem = await TestServer.ProblemAsync(missing, 400);
        Assert.Contains("none.npy' does not exist on the server", $"{problem.GetProperty("errors")}");
    }

    [Fact]
    public async Task AMeshIsMadeAndStored()
    {
        JobDescription description = _server.Short("out") with
        {
            Init = null,
            Background = "mesh:32",
            Significance = 12.5,
            MaxSweeps = 4,
        };
        JobStatus job = await _server.SubmitAsync(description);
        Assert.Equal(description, job.Description);
        Assert.Equal(JobState.Done, (await _server.EndAsync(job.Id)).State);
        ResultReader result = ResultReader.Open(_directory["data/out"]);
        IReadOnlyDictionary<string, string> options = result.Manifest.Options;
        Assert.Equal(("mesh:32", "12.5"), (options["background"], options["significance"]));
        Assert.Equal(5 * 4, result.ReadBackground().RequireMesh().Values.Length);

        job = await _server.SubmitAsync(_server.Short("given") with { Significance = 5 });
        job = await _server.EndAsync(job.Id);
        Assert.Equal((JobState.Failed, FailureCause.Input), (job.State, job.Cause));
        Assert.StartsWith("--significance selects among components that are sought", job.Reason);
    }

    [Fact]
    public async Task RestrictionsAreObeyed()
    {
        JobDescription description = _server.Short("out") with { Shape = "round", SigmaMin = 0.5, SigmaMax = 20.5 };
        JobStatus job = await _server.SubmitAsync(description);
        Assert.Equal(description, job.Description);
        Assert.Equal(JobState.Done, (await _server.EndAsync(job.Id)).State);
        ResultReader result = ResultReader.Open(_directory["data/out"]);
        Assert.Equal("round", result.Manifest.Options["shape"]);
        Assert.Equal("20.5", result.Manifest.Options["sigma-max"]);
        Assert.All(result.ReadComponents(), row => Assert.True(
            row.Component.Shape is { L21: 0 } shape && shape.L11 == shape.L22));

        job = await _server.SubmitAsync(_server.Short("fixed") with { Init = null, Positions = "fixed" });
        job = await _server.EndAsync(job.Id);
        Assert.Equal((JobState.Failed, FailureCause.Input), (job.State, job.Cause));
        Assert.StartsWith("--positions fixed needs --init", job.Reason);
    }

    [Fact]
    public async Task AmplitudesMayHaveEitherSignWhereAsked()
    {
        string init = _directory["data/dip.csv"];
        ComponentCatalog.WriteCsv(init, [new Gaussian(-0.2, 40, 30, 3, 0, 3), new Gaussian(1, 80, 60, 3, 0, 3)]);
        JobDescription description = _server.Short("out") with { Init = init, MaxSweeps = 1, Amplitude = "signed" };
        JobStatus job = await _server.SubmitAsync(description);
        Assert.Equal(description, job.Description);
        Assert.Equal(JobState.Done, (await _server.EndAsync(job.Id)).State);
        ResultReader result = ResultReader.Open(_directory["data/out"]);
        Assert.Equal("signed", result.Manifest.Options["amplitude"]);
        Assert.True(result.ReadComponents().Single(row => row.Component.Id == 0).Component.Shape.Amplitude < 0);

        job = await _server.EndAsync((await _server.SubmitAsync(_server.Short("other") with { Init = init })).Id);
        Assert.Equal((JobState.Failed, FailureCause.Input), (job.State, job.Cause));
        Assert.EndsWith("is negative; an amplitude is at least 0, unless with --amplitude signed", job.Reason);

        using HttpResponseMessage counts = await _server.PostAsync(description with { Loss = "poisson" });
        JsonElement problem = await TestServer.ProblemAsync(counts, 400);
        Assert.StartsWith(
            "signed does not go with --loss poisson",
            problem.GetProperty("errors").GetProperty("amplitude")[0].GetString());
    }

    /// <summary>A job that was stored before there were signed amplitudes has none.</summary>
    [Fact]
    public void ADescriptionWithoutAmplitudeIsTheDefault()
    {
        JobDescription job = _server.Short("out");
        string json = JsonSerializer.Serialize(job, JobJson.Default.JobDescription);
        string before = json.Replace(",\"amplitude\":\"nonnegative\"", "", StringComparison.Ordinal);
        Assert.NotEqual(json, before);
        Assert.Equal(job, JsonSerializer.Deserialize(before, JobJson.Default.JobDescription));
    }

    [Fact]
    public async Task LossesAreMinimised()
    {
        JobStatus job = await _server.SubmitAsync(_server.Short("out") with { Loss = "huber:2" });
        Assert.Equal("huber:2", job.Description.Loss);
        job = await _server.EndAsync(job.Id);
        Assert.Equal((JobState.Done, null), (job.State, job.Reason));
        Manifest manifest = ResultReader.Open(_directory["data/out"]).Manifest;
        Assert.Equal("huber:2", manifest.Options["loss"]);
        Assert.Equal("huber:2", manifest.Loss!.Name);
        Assert.InRange(manifest.Loss.Noise!.Value, 0.001, 0.1);
        Assert.InRange(manifest.Objective, 0, manifest.Loss.SumOfSquares);

        job = await _server.SubmitAsync(_server.Short("grown") with { Loss = "cauchy", Init = null });
        Assert.Equal("cauchy:2.385", job.Description.Loss);
        job = await _server.EndAsync(job.Id);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("--loss cauchy:2.385 needs --init", job.Reason);
    }

    [Fact]
    public async Task WhatADescriptionLeavesOutIsFilledIn()
    {
        using var body = new StringContent(
            $$"""{"input": "{{_directory["data/z.npy"]}}", "output": "{{_directory["data/o"]}}", "init": null}""",
            null, "application/json");
        HttpResponseMessage response = await _server.Http.PostAsync("/v1/jobs", body);
        JobStatus job = (await response.Content.ReadFromJsonAsync(JobJson.Default.JobStatus))!;
        Assert.Equal(
            new JobDescription { Input = _directory["data/z.npy"], Output = _directory["data/o"] }, job.Description);
        Assert.Equal(new FitOptions { Threads = 3 }, job.Description.ToFitOptions(3));
    }

    [Fact]
    public async Task WhatCannotSucceedIsNotQueued()
    {
        Directory.CreateDirectory(_directory["data/taken/components"]);
        JobDescription job = _server.Short("taken") with
        {
            Input = _directory["data/missing.npy"],
            Init = _directory["data/missing.csv"],
        };
        JsonElement problem = await TestServer.ProblemAsync(await _server.PostAsync(job), 400);
        JsonElement errors = problem.GetProperty("errors");
        Assert.Equal(["init", "input", "output"], errors.EnumerateObject().Select(field => field.Name));
        foreach ((string member, string name) in new[] { ("input", "missing.npy"), ("init", "missing.csv") })
        {
            Assert.Equal(
                $"'{_directory[$"data/{name}"]}' does not exist on the server; the file must lie under its input "
                + "roots, which --input-root of serve names",
                Assert.Single(errors.GetProperty(member).EnumerateArray()).GetString());
        }
    }

    [Fact]
    public async Task ADirectoryIsNoRaster()
    {
        const string Name = "data/sub.npy";
        Directory.CreateDirectory(_directory[Name]);
        JsonElement problem = await TestServer.ProblemAsync(
            await _server.PostAsync(_server.Short("out") with { Input = _directory[Name], Init = _directory[Name] }),
            400);
        JsonElement errors = problem.GetProperty("errors");
        Assert.Contains(
            $"{_directory[Name]}: is a directory",
            Assert.Single(errors.GetProperty("input").EnumerateArray()).GetString());
        Assert.Contains(
            "is a directory, not a table", Assert.Single(errors.GetProperty("init").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task OneKeyMakesOneJob()
    {
        JobDescription description = _server.Short("out");
        HttpResponseMessage first = await _server.PostAsync(description, "key-1");
        JobStatus job = (await first.Content.ReadFromJsonAsync(JobJson.Default.JobStatus))!;
        await _server.EndAsync(job.Id);

        // The result is there by now, which would refuse a second job.
        HttpResponseMessage second = await _server.PostAsync(description, "key-1");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(job.Id, (await second.Content.ReadFromJsonAsync(JobJson.Default.JobStatus))!.Id);
        await TestServer.ProblemAsync(await _server.PostAsync(description with { Tile = 128 }, "key-1"), 422);
        await TestServer.ProblemAsync(await _server.PostAsync(description, "key-2"), 400);
        Assert.Equal(HttpStatusCode.Created, (await _server.PostAsync(_server.Short("two"), "key-2")).StatusCode);
    }

    [Fact]
    public async Task AtOnceOneKeyMakesOneJobToo()
    {
        JobDescription description = _server.Short("out");
        HttpResponseMessage[] responses =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _server.PostAsync(description, "same")));
        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        JobPage page = (await _server.Http.GetFromJsonAsync("/v1/jobs", JobJson.Default.JobPage))!;
        Assert.Single(page.Jobs);
    }

    [Fact]
    public async Task JobsAreListedByPages()
    {
        var ids = new List<string>();
        for (int i = 0; i < 5; i++)
        {
            ids.Insert(0, (await _server.SubmitAsync(_server.Short($"o{i}"))).Id);
        }

        Assert.Equal(ids, ids.OrderDescending(StringComparer.Ordinal));
        var listed = new List<string>();
        string? next = "";
        while (next is not null)
        {
            JobPage page = (await _server.Http.GetFromJsonAsync(
                $"/v1/jobs?limit=2{next}", JobJson.Default.JobPage))!;
            Assert.InRange(page.Jobs.Count, 1, 2);
            listed.AddRange(page.Jobs.Select(job => job.Id));
            next = page.Next is null ? null : $"&after={page.Next}";
        }

        Assert.Equal(ids, listed);
        foreach (string id in ids)
        {
            Assert.Equal(JobState.Done, (await _server.EndAsync(id)).State);
        }

        JsonElement problem = await TestServer.ProblemAsync(await _server.Http.GetAsync("/v1/jobs?after=zzz"), 400);
        Assert.StartsWith("after: there is no job 'zzz'", problem.GetProperty("detail").GetString());
        JobPage done = (await _server.Http.GetFromJsonAsync("/v1/jobs?state=done", JobJson.Default.JobPage))!;
        Assert.Equal(ids, done.Jobs.Select(job => job.Id));
        JobPage failed = (await _server.Http.GetFromJsonAsync("/v1/jobs?state=failed", JobJson.Default.JobPage))!;
        Assert.Empty(failed.Jobs);
    }

    [Fact]
    public async Task OneJobAtATimeInOrderAndOneADirectory()
    {
        JobStatus endless = await _server.SubmitAsync(_server.Endless("a"));
        JobStatus second = await _server.SubmitAsync(_server.Short("b"));
        JobStatus third = await _server.SubmitAsync(_server.Short("c"));
        await _server.WaitAsync(endless.Id, job => job.Progress is { Sweep: > 0 });
        Assert.Equal(0, (await _server.GetAsync(second.Id)).Ahead);
        Assert.Equal(1, (await _server.GetAsync(third.Id)).Ahead);
        await TestServer.ProblemAsync(await _server.PostAsync(_server.Short("c/")), 409);
        await TestServer.ProblemAsync(await _server.Http.GetAsync($"/v1/jobs/{third.Id}/tiles"), 409);
        await _server.Http.PostAsync($"/v1/jobs/{endless.Id}/cancel", null);
        JobStatus[] ended = [await _server.EndAsync(second.Id), await _server.EndAsync(third.Id)];
        Assert.True(ended[0].Finished <= ended[1].Started);
    }

    [Fact]
    public async Task ACancelledJobStopsAndLeavesNothing()
    {
        JobStatus job = await _server.SubmitAsync(_server.Endless("a"));
        JobStatus queued = await _server.SubmitAsync(_server.Short("b"));
        await _server.WaitAsync(job.Id, status => status.Progress is { Sweep: > 0 });
        foreach (string id in new[] { queued.Id, job.Id })
        {
            HttpResponseMessage response = await _server.Http.PostAsync($"/v1/jobs/{id}/cancel", null);
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            JobStatus ended = await _server.EndAsync(id);
            Assert.Equal(JobState.Cancelled, ended.State);
            Assert.Equal("cancelled on request", ended.Reason);
            // Again does no harm.
            Assert.Equal(
                HttpStatusCode.Accepted, (await _server.Http.PostAsync($"/v1/jobs/{id}/cancel", null)).StatusCode);
        }

        Assert.False(Directory.Exists(_directory["data/a"]));
        Assert.False(Directory.Exists(_directory["data/b"]));
        await TestServer.ProblemAsync(await _server.Http.GetAsync($"/v1/jobs/{job.Id}/manifest"), 409);

        Assert.Equal(
            HttpStatusCode.Accepted, (await _server.Http.PostAsync($"/v1/jobs/{queued.Id}/resume", null)).StatusCode);
        Assert.Equal(JobState.Done, (await _server.EndAsync(queued.Id)).State);
        await TestServer.ProblemAsync(await _server.Http.PostAsync($"/v1/jobs/{queued.Id}/resume", null), 409);
        await TestServer.ProblemAsync(await _server.Http.PostAsync($"/v1/jobs/{queued.Id}/cancel", null), 409);
    }

    [Fact]
    public async Task AJobWhoseInputDisappearsNamesItAndCanBeResumed()
    {
        JobStatus blocker = await _server.SubmitAsync(_server.Endless("a"));
        JobStatus job = await _server.SubmitAsync(_server.Short("b"));
        File.Move(_directory["data/z.npy"], _directory["z.npy"]);
        await _server.Http.PostAsync($"/v1/jobs/{blocker.Id}/cancel", null);
        JobStatus failed = await _server.EndAsync(job.Id);
        Assert.Equal(JobState.Failed, failed.State);
        Assert.Equal(FailureCause.Input, failed.Cause);
        Assert.Contains(_directory["data/z.npy"], failed.Reason);

        File.Move(_directory["z.npy"], _directory["data/z.npy"]);
        await _server.Http.PostAsync($"/v1/jobs/{job.Id}/resume", null);
        JobStatus done = await _server.EndAsync(job.Id);
        Assert.Equal(JobState.Done, done.State);
        Assert.Equal(2, done.Runs);
        Assert.Null(done.Reason);
    }

    [Fact]
    public async Task AReplacedResultIsGone()
    {
        JobStatus first = await _server.SubmitAsync(_server.Short("out"));
        await _server.EndAsync(first.Id);
        JobStatus second = await _server.SubmitAsync(_server.Short("out") with { Overwrite = true });
        Assert.Equal(JobState.Done, (await _server.EndAsync(second.Id)).State);
        await TestServer.ProblemAsync(await _server.Http.GetAsync($"/v1/jobs/{first.Id}/manifest"), 410);
        await TestServer.ProblemAsync(await _server.Http.GetAsync($"/v1/jobs/{first.Id}/tiles"), 410);
        Assert.Equal(HttpStatusCode.OK, (await _server.Http.GetAsync($"/v1/jobs/{second.Id}/tiles")).StatusCode);
    }

    [Fact]
    public async Task WhatALinkLeadsOutOfTheRootsIsNotServed()
    {
        JobStatus job = await _server.SubmitAsync(_server.Short("out"));
        await _server.EndAsync(job.Id);
        Directory.Move(_directory["data/out/components"], _directory["elsewhere"]);
        Directory.CreateSymbolicLink(_directory["data/out/components"], _directory["elsewhere"]);
        await TestServer.ProblemAsync(
            await _server.Http.GetAsync($"/v1/jobs/{job.Id}/files/components/part-00000.parquet"), 404);
        Assert.Equal(
            HttpStatusCode.OK, (await _server.Http.GetAsync($"/v1/jobs/{job.Id}/files/tiles.parquet")).StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string target, params string?[] headers)
    {
        var request = new HttpRequestMessage(method, target);
        foreach (string[] header in headers.OfType<string>().Select(header => header.Split(": ", 2)))
        {
            Assert.True(request.Headers.TryAddWithoutValidation(header[0], header[1]));
        }

        return await _server.Http.SendAsync(request);
    }
}
