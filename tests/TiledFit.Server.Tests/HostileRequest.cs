using System.Text;

namespace TiledFit.Server.Tests;

/// <summary>A request as bytes; where it breaks HTTP itself, Kestrel answers with a bare status.</summary>
internal sealed record HostileRequest(string Name, byte[] Bytes, bool BreaksHttp = false)
{
    private const string Json = "Content-Type: application/json\r\n";

    public static HostileRequest Of(
        string method, string target, string headers = "", byte[]? body = null, bool breaksHttp = false)
    {
        string length = body is null ? "" : $"Content-Length: {body.Length}\r\n";
        string host = headers.Contains("Host:", StringComparison.Ordinal) ? "" : "Host: localhost\r\n";
        string head = $"{method} {target} HTTP/1.1\r\n{host}Connection: close\r\n{length}{headers}\r\n";
        string text = body is null ? "" : Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 120)));
        return new HostileRequest(
            $"{method} {(target.Length > 100 ? target[..100] : target)} {headers.Trim()} {text}",
            [.. Encoding.Latin1.GetBytes(head), .. body ?? []], breaksHttp);
    }

    public static HostileRequest Submit(string body, string headers = Json) =>
        Submit(Encoding.UTF8.GetBytes(body), headers);

    public static HostileRequest Submit(byte[] body, string headers = Json) => Of("POST", "/v1/jobs", headers, body);
}
