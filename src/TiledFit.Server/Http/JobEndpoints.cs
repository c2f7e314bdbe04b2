using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using TiledFit.Data.Results;
using TiledFit.Server.Engines;
using TiledFit.Server.Files;
using TiledFit.Server.Jobs;
using TiledFit.Tiling;

namespace TiledFit.Server.Http;

/// <summary>The routes under <c>/v1/jobs</c>.</summary>
internal sealed class JobEndpoints(
    IJobEngine engine, JobRules rules, FilePolicy files, FitOptions defaults, TimeSpan heartbeat,
    IHostApplicationLifetime lifetime)
{
    private const string KeyHeader = "Idempotency-Key", EventStreamType = "text/event-stream";
    private const int LongestKey = 255, LargestPage = 500, UsualPage = 50;

    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder jobs = routes.MapGroup("/v1/jobs").WithTags("jobs");
        Describe(
            jobs.MapPost("", SubmitAsync).Accepts<JobDescription>("application/json").ProducesValidationProblem(),
            "Submits a job. Two submissions with one Idempotency-Key make one job.",
            StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity);
        Describe(jobs.MapGet("", ListAsync), "Lists jobs, the latest first.", StatusCodes.Status400BadRequest);
        Describe(
            jobs.MapGet("{id}", GetAsync), "Tells all that is known of a job.", StatusCodes.Status404NotFound);
        Describe(
            jobs.MapGet("{id}/events", EventsAsync)
                .Produces<string>(StatusCodes.Status200OK, EventStreamType),
            "Streams a job's state, progress and messages to its end.", StatusCodes.Status404NotFound);
        Describe(
            jobs.MapPost("{id}/cancel", CancelAsync), "Stops a job.",
            StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        Describe(
            jobs.MapPost("{id}/resume", ResumeAsync), "Queues a failed or cancelled job anew.",
            StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
        DescribeResult(
            DescribeFile(jobs.MapGet("{id}/manifest", ManifestAsync))
                .Produces<JsonElement>(StatusCodes.Status200OK, "application/json"),
            "Gives the manifest of a result.");
        DescribeResult(jobs.MapGet("{id}/files", FilesAsync), "Lists the files of a result.");
        DescribeResult(
            DescribeFile(jobs.MapGet("{id}/files/{**name}", FileAsync))
                .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream", "image/png"),
            "Gives a file of a result, or a range of it.");
        DescribeResult(jobs.MapGet("{id}/tiles", TilesAsync), "Tells what every tile came to.");
    }

    /// <summary>Says what a route does, and the errors it can give besides those of every route.</summary>
    private static void Describe(RouteHandlerBuilder route, string summary, params int[] errors)
    {
        route.WithSummary(summary);
        int[] all =
        [
            .. errors, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
            StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable,
        ];
        foreach (int status in all)
        {
            route.ProducesProblem(status);
        }
    }

    private static void DescribeResult(RouteHandlerBuilder route, string summary) => Describe(
        route, summary, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status410Gone);

    /// <summary>What the headers If-… and Range come to.</summary>
    private static RouteHandlerBuilder DescribeFile(RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status206PartialContent)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status416RangeNotSatisfiable);

    private async Task<Results<Created<JobStatus>, Ok<JobStatus>, ProblemHttpResult>> SubmitAsync(
        HttpRequest request, CancellationToken cancellation)
    {
        if (JsonBody.ProblemWithHeaders(request) is { } problem)
        {
            return Problem.Of(problem.Status, problem.Detail);
        }

        StringValues key = request.Headers[KeyHeader];
        if (key.Count > 1 || (key.Count == 1 && !IsKey(key[0]!)))
        {
            return Problem.Of(400, $"{KeyHeader} must be one value of 1 to {LongestKey} visible ASCII characters");
        }

        var errors = new FieldErrors();
        JobDescription description;
        try
        {
            using JsonDocument body = await JsonBody.ReadAsync(request);
            description = JobDescriptionReader.Read(body.RootElement, defaults, errors);
        }
        catch (JsonException e)
        {
            return Problem.Of(400, $"the body is not a job description: {e.Message}");
        }

        rules.CheckValues(description, errors);
        bool isKnown = !errors.Any && key.Count == 1
            && await engine.FindByKeyAsync(key[0]!, cancellation) is not null;
        if (!errors.Any && !isKnown)
        {
            rules.CheckFiles(description, errors);
        }

        if (errors.Any)
        {
            return Problem.Of(400, "the description has errors", errors.ToDictionary());
        }

        (JobStatus job, bool isNew) = await engine.SubmitAsync(description, key, cancellation);
        return isNew ? TypedResults.Created($"/v1/jobs/{job.Id}", job) : TypedResults.Ok(job);
    }

    private async Task<Results<Ok<JobPage>, ProblemHttpResult>> ListAsync(
        string? after, int? limit, string? state, CancellationToken cancellation)
    {
        if (limit is < 1 or > LargestPage)
        {
            return Problem.Of(400, $"limit must be from 1 to {LargestPage}");
        }

        JobState? wanted = JobStateWord.Parse(state);
        if (state is not null && wanted is null)
        {
            return Problem.Of(400, $"state must be one of {string.Join(", ", JobStateWord.All)}");
        }

        try
        {
            _ = after is null ? null : await engine.GetAsync(after, cancellation);
        }
        catch (JobRefusedException e) when (e.Refusal == JobRefusal.Unknown)
        {
            return Problem.Of(400, $"after: {e.Message}; name the last one of a list before");
        }

        return TypedResults.Ok(await engine.ListAsync(after, limit ?? UsualPage, wanted, cancellation));
    }

    private async Task<Ok<JobStatus>> GetAsync(string id, CancellationToken cancellation) =>
        TypedResults.Ok(await engine.GetAsync(id, cancellation));

    private async Task<IResult> EventsAsync(string id, HttpRequest request, CancellationToken cancellation)
    {
        await engine.GetAsync(id, cancellation);
        if (HttpMethods.IsHead(request.Method))
        {
            request.HttpContext.Response.ContentType = EventStreamType;
            return TypedResults.Empty;
        }

        // A server that stops would otherwise wait for its watchers.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        request.HttpContext.Response.RegisterForDispose(stop);
        string? after = request.Headers["Last-Event-ID"];
        return TypedResults.ServerSentEvents(
            EventStream.Of(engine.WatchAsync(id, after, stop.Token), heartbeat, stop.Token));
    }

    private async Task<Accepted<JobStatus>> CancelAsync(string id, CancellationToken cancellation) =>
        TypedResults.Accepted($"/v1/jobs/{id}", await engine.CancelAsync(id, cancellation));

    private async Task<Accepted<JobStatus>> ResumeAsync(string id, CancellationToken cancellation) =>
        TypedResults.Accepted($"/v1/jobs/{id}", await engine.ResumeAsync(id, cancellation));

    private async Task<IResult> ManifestAsync(string id, HttpRequest request, CancellationToken cancellation)
    {
        JobStatus job = await engine.GetAsync(id, cancellation);
        JobFiles.Open(job);
        return FileResult(request, job, ResultDirectory.ManifestName, "application/json");
    }

    private async Task<Ok<IReadOnlyList<ManifestFile>>> FilesAsync(string id, CancellationToken cancellation)
    {
        JobStatus job = await engine.GetAsync(id, cancellation);
        return TypedResults.Ok(JobFiles.Open(job).Manifest.Files);
    }

    private async Task<IResult> FileAsync(
        string id, string name, HttpRequest request, CancellationToken cancellation)
    {
        JobStatus job = await engine.GetAsync(id, cancellation);
        return JobFiles.Open(job).Manifest.Files.Any(file => file.Path == name)
            ? FileResult(request, job, name, name.EndsWith(".png", StringComparison.Ordinal)
                ? "image/png"
                : "application/octet-stream")
            : Problem.Of(404, "the result has no such file");
    }

    private async Task<Ok<IReadOnlyList<TileRow>>> TilesAsync(string id, CancellationToken cancellation) =>
        TypedResults.Ok(await engine.TilesAsync(id, cancellation));

    /// <summary>A file of a result, unless a link leads it out of the roots.</summary>
    private IResult FileResult(HttpRequest request, JobStatus job, string name, string contentType)
    {
        string path = Path.Combine(job.Description.Output, name);
        if (files.ProblemWithOutput(path) is not null)
        {
            return Problem.Of(404, "the result has no such file");
        }

        var file = new FileInfo(RealPath.Of(path));
        if (!file.Exists)
        {
            return Problem.Of(410, "the file is no longer there");
        }

        if (!FileConditions.AllowRange(request))
        {
            request.Headers.Remove(HeaderNames.Range);
        }

        return TypedResults.PhysicalFile(
            file.FullName, contentType, entityTag: FileConditions.TagOf(file), enableRangeProcessing: true);
    }

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= LongestKey && key.All(letter => letter is > ' ' and <= '~');
}
