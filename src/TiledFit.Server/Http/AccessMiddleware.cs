using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace TiledFit.Server.Http;

/// <summary>
/// Lets in who shows the token. Without a token the server listens on loopback only, where whoever is on the machine is
/// let in, but no page in a browser: neither by a request from another site (it bears an Origin) nor by a name that
/// was made to point here (DNS rebinding; the Host is then no loopback name).
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, string? token)
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _digest = token is null ? null : Digest(token);

    public Task InvokeAsync(HttpContext context)
    {
        if (JobServer.IsProbe(context.Request.Path))
        {
            return next(context);
        }

        if (_digest is null)
        {
            return IsLocal(context.Request)
                ? next(context)
                : Problem.Of(
                    StatusCodes.Status403Forbidden,
                    "without a token only programs on this machine are served, under a loopback name")
                    .ExecuteAsync(context);
        }

        if (IsAuthorized(context.Request.Headers.Authorization))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.Of(StatusCodes.Status401Unauthorized, "a valid bearer token is needed").ExecuteAsync(context);
    }

    /// <summary>Digests are compared, so that not even the token's length takes part in the time.</summary>
    private bool IsAuthorized(StringValues authorization) =>
        authorization.Count == 1
        && authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Digest(authorization[0]![Scheme.Length..].Trim()), _digest);

    private static bool IsLocal(HttpRequest request) =>
        !request.Headers.ContainsKey(HeaderNames.Origin)
        && (request.Host.Host == "localhost"
            || (IPAddress.TryParse(request.Host.Host, out IPAddress? address) && IPAddress.IsLoopback(address)));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
