using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TiledFit.Core;
using TiledFit.Server.Http;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Client;

/// <summary>Talks to a server.</summary>
public sealed class JobClient : IDisposable
{
    /// <summary>A watched server says something more often, if only by a heartbeat.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    private const string WhereTheTokenIs =
        "put it in the environment, TILEDFIT_Server__Token, or name a file with it by TILEDFIT_Server__TokenFile";

    private readonly HttpClient _http;
    private readonly Uri _server;

    /// <summary>A client of one server; nothing is sent yet.</summary>
    /// <param name="server">Such as http://127.0.0.1:5117.</param>
    /// <param name="token">What the server wants to be shown, or null.</param>
    /// <exception cref="InputException">That is no URL.</exception>
    public JobClient(string server, string? token)
    {
        bool isUrl = Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out Uri? url)
            && url.Scheme is "http" or "https";
        _server = isUrl ? url! : throw new InputException(
            $"--server '{server}' is no URL of a server; give one such as http://127.0.0.1:5117");
        // A proxy of the environment has no business between programs of one machine or site.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = _server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization =
            token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Submits a job.</summary>
    /// <param name="description">What it is to do; paths as the server sees them.</param>
    /// <param name="key">An idempotency key, or null.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="InputException">The server refuses it; says why.</exception>
    /// <exception cref="IOException">The server cannot be reached, or failed.</exception>
    public Task<JobStatus> SubmitAsync(JobDescription description, string? key, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
        {
            Content = JsonContent.Create(description, JobJson.Default.JobDescription),
        };
        if (key is not null && (!key.All(char.IsAscii) || !request.Headers.TryAddWithoutValidation("Idempotency-Key", key)))
        {
            throw new InputException($"--idempotency-key '{key}' cannot be sent; take letters and digits");
        }

        return SendAsync(request, JobJson.Default.JobStatus, cancellation);
    }

    /// <summary>A job.</summary>
    /// <exception cref="InputException">There is no such job.</exception>
    /// <exception cref="IOException">The server cannot be reached, or failed.</exception>
    public Task<JobStatus> GetAsync(string id, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, PathOf(id)), JobJson.Default.JobStatus, cancellation);

    /// <summary>Jobs, the latest first.</summary>
    /// <param name="after">The last job of the page before, or null.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IOException">The server cannot be reached, or failed.</exception>
    public Task<JobPage> ListAsync(string? after, int limit, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(
            HttpMethod.Get, $"v1/jobs?limit={limit}" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}")),
        JobJson.Default.JobPage,
        cancellation);

    /// <summary>Stops a job.</summary>
    /// <exception cref="InputException">There is no such job, or it has ended.</exception>
    /// <exception cref="IOException">The server cannot be reached, or failed.</exception>
    public Task<JobStatus> CancelAsync(string id, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, PathOf(id) + "/cancel"), JobJson.Default.JobStatus, cancellation);

    /// <summary>Queues a job anew.</summary>
    /// <exception cref="InputException">There is no such job, or it has neither failed nor been cancelled.</exception>
    /// <exception cref="IOException">The server cannot be reached, or failed.</exception>
    public Task<JobStatus> ResumeAsync(string id, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, PathOf(id) + "/resume"), JobJson.Default.JobStatus, cancellation);

    /// <summary>All that happens to a job, until it has ended or the connection breaks.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The last event that is known, or null.</param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="InputException">There is no such job.</exception>
    /// <exception cref="IOException">The server cannot be reached, failed, or has been silent for long.</exception>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        string id, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(id) + "/events");
        if (after is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        }

        using HttpResponseMessage response = await RespondAsync(request, cancellation);
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using IAsyncEnumerator<SseItem<string>> items =
            SseParser.Create(stream).EnumerateAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        while (await NextAsync(items, patience, cancellation))
        {
            if (EventOf(items.Current) is { } happened)
            {
                yield return happened;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Without a name, or with one that stands for a directory, it would be the list that is asked for.
    private static string PathOf(string id) => id.Trim() is "" or "." or ".."
        ? throw new InputException($"'{id}' is no job; give the ID that submit printed")
        : $"v1/jobs/{Uri.EscapeDataString(id)}";

    private static JobEvent? EventOf(SseItem<string> item) => item.EventType switch
    {
        EventStream.State => new JobStateChanged(item.EventId!, Parse(item.Data, JobJson.Default.JobStatus)),
        EventStream.Progress => new JobProgressed(item.EventId!, Parse(item.Data, JobJson.Default.JobProgress)),
        EventStream.Message => new JobSaid(item.EventId!, Parse(item.Data, JobJson.Default.String)),
        _ => null,
    };

    // A read that is abandoned cannot be disposed of: it is cancelled instead.
    private async Task<bool> NextAsync(
        IAsyncEnumerator<SseItem<string>> items, CancellationTokenSource patience, CancellationToken cancellation)
    {
        patience.CancelAfter(Silence);
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(new TimeoutException($"it has been silent for {Silence.TotalSeconds} s", e));
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using (request)
        {
            using HttpResponseMessage response = await RespondAsync(request, cancellation);
            return Parse(await response.Content.ReadAsStringAsync(cancellation), type);
        }
    }

    private async Task<HttpResponseMessage> RespondAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .WaitAsync(Silence, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            throw Unreachable(e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refusal(response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
        }
    }

    private IOException Unreachable(Exception e) => new($"no server answers at {_server}: {e.Message}", e);

    /// <summary>What the server said as one line; its own faults, and those of the moment, are no bad input.</summary>
    private Exception Refusal(HttpStatusCode status, string body)
    {
        string reason = Describe(body) ?? $"it answers with status {(int)status}";
        if (status == HttpStatusCode.Unauthorized)
        {
            reason += _http.DefaultRequestHeaders.Authorization is null
                ? $"; {WhereTheTokenIs}"
                : $", and the one that was sent is not the server's; {WhereTheTokenIs}";
        }

        return (int)status is >= 400 and < 500 and not (int)HttpStatusCode.TooManyRequests
            ? new InputException(reason)
            : new IOException($"the server at {_server}: {reason}");
    }

    private static string? Describe(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            string? detail = Text(root, "detail") ?? Text(root, "title");
            return root.TryGetProperty("errors", out JsonElement errors)
                ? string.Join("; ", errors.EnumerateObject().SelectMany(
                    field => field.Value.EnumerateArray().Select(problem => $"{field.Name}: {problem.GetString()}")))
                : detail;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not a server of ours: its status has to do.
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static T Parse<T>(string json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new IOException($"the server's answer is not understood: {e.Message}", e);
        }
    }
}
