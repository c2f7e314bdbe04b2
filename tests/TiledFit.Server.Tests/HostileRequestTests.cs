using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Tests;

public sealed class HostileRequestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task EachGetsAProblemDocumentAndTheServerStaysWell()
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        JobStatus done = await server.EndAsync((await server.SubmitAsync(server.Short("done"))).Id);
        HostileRequest[] requests = [.. new HostileRequests(_directory, done.Id).All()];
        Assert.True(requests.Length >= 200, $"{requests.Length} requests");
        var faults = new List<string>();
        foreach (HostileRequest request in requests)
        {
            string answer = await SendAsync(server, request.Bytes);
            if (Fault(request, answer) is { } fault)
            {
                faults.Add($"{request.Name}\n    {fault}");
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} of {requests.Length}:\n{string.Join('\n', faults)}");
        Assert.Equal("healthy", await server.Http.GetStringAsync("/healthz"));
        Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
        JobPage jobs = JsonSerializer.Deserialize(
            await server.Http.GetStringAsync("/v1/jobs"), JobJson.Default.JobPage)!;
        Assert.Equal(done.Id, Assert.Single(jobs.Jobs).Id);
        Assert.Equal(["done", "z.csv", "z.npy"], Directory.GetFileSystemEntries(_directory["data"])
            .Select(path => Path.GetFileName(path)!).Order());
        JobStatus next = await server.SubmitAsync(server.Short("after"));
        Assert.Equal(JobState.Done, (await server.EndAsync(next.Id)).State);
    }

    [Fact]
    public async Task WithoutTheTokenNothingIsServed()
    {
        const string Token = "correct-horse-battery-staple";
        await using TestServer server = await TestServer.StartAsync(_directory, s => s with { Token = Token });
        string[] authorizations =
        [
            "", "Authorization: \r\n", "Authorization: Bearer\r\n", "Authorization: Bearer \r\n",
            "Authorization: Bearer wrong-token-wrong-token\r\n", $"Authorization: Bearer {Token}x\r\n",
            $"Authorization: Bearer {Token[..^1]}\r\n", $"Authorization: Bearer {Token.ToUpperInvariant()}\r\n",
            $"Authorization: Basic {Token}\r\n", $"Authorization: {Token}\r\n", $"Authorization: Bearer{Token}\r\n",
            $"Authorization: Bearer {Token},{Token}\r\n",
            $"Authorization: Bearer {Token}\r\nAuthorization: Bearer {Token}\r\n",
            $"X-Authorization: Bearer {Token}\r\n",
        ];
        string[] targets = ["/v1/jobs", $"/v1/jobs?token={Token}", "/metrics", "/openapi/v1.json", "/x"];
        foreach (string authorization in authorizations)
        {
            foreach (string target in targets)
            {
                HostileRequest request = HostileRequest.Of("GET", target, authorization);
                string answer = await SendAsync(server, request.Bytes);
                Assert.StartsWith("HTTP/1.1 401 ", answer);
                Assert.Contains("WWW-Authenticate: Bearer", answer);
                Assert.Null(Fault(request, answer));
            }
        }

        Assert.Equal("healthy", await server.Http.GetStringAsync("/healthz"));
        Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
        // With the token other names and sites are no matter.
        HostileRequest good = HostileRequest.Of(
            "GET", "/v1/jobs", $"Authorization: Bearer {Token}\r\nHost: fits.example\r\nOrigin: http://a.example\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(server, good.Bytes));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:5117")]
    [InlineData("127.0.0.1:80")]
    [InlineData("[::1]:5117")]
    public async Task EveryLoopbackNameIsServed(string host)
    {
        await using TestServer server = await TestServer.StartAsync(_directory);
        HostileRequest request = HostileRequest.Of("GET", "/v1/jobs", $"Host: {host}\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(server, request.Bytes));
    }

    private static string? Fault(HostileRequest request, string answer)
    {
        if (!answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal))
        {
            return answer.Length == 0 ? "no answer" : answer.Split('\n')[0];
        }

        if (request.BreaksHttp)
        {
            return null;
        }

        string head = answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        if (!head.Contains("Content-Type: application/problem+json", StringComparison.Ordinal))
        {
            return $"no problem document: {head}";
        }

        string body = answer[(head.Length + 4)..];
        using var problem = JsonDocument.Parse(
            head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal) ? Joined(body) : body);
        return problem.RootElement.GetProperty("status").GetInt32().ToString() == answer[9..12] ? null : body;
    }

    /// <summary>The chunks of a body: each is preceded by its length, in hexadecimal, and a line break.</summary>
    private static string Joined(string chunked)
    {
        var body = new StringBuilder();
        for (int at = 0; ;)
        {
            int line = chunked.IndexOf("\r\n", at, StringComparison.Ordinal);
            int length = Convert.ToInt32(chunked[at..line], 16);
            if (length == 0)
            {
                return body.ToString();
            }

            body.Append(chunked, line + 2, length);
            at = line + 2 + length + 2;
        }
    }

    /// <summary>Sends bytes as they are and reads until the server closes.</summary>
    private static async Task<string> SendAsync(TestServer server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(server.Url).Port);
        NetworkStream stream = client.GetStream();
        var answer = new MemoryStream();
        Task send = stream.WriteAsync(request).AsTask();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await stream.CopyToAsync(answer, patience.Token);
            await send;
        }
        catch (IOException)
        {
            // The server does not read to the end what is too long; its answer is there.
        }

        // One character a byte, as lengths count bytes.
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
