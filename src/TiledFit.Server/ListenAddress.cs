using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TiledFit.Core;

namespace TiledFit.Server;

/// <summary>Where a server listens: an address of this machine and a port.</summary>
/// <param name="Host">"localhost", "*" for all addresses, or an address.</param>
/// <param name="Port">0 for a free one.</param>
internal sealed record ListenAddress(string Host, int Port)
{
    private const string Scheme = "http://";

    /// <summary>Whether only programs on this machine can reach it.</summary>
    public bool IsLoopback =>
        Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Reads it from a URL.</summary>
    /// <exception cref="InputException">It is none that a server can listen at.</exception>
    public static ListenAddress Parse(string url)
    {
        string rest = url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? url[Scheme.Length..].TrimEnd('/')
            : throw Fault(url);
        int colon = rest.LastIndexOf(':');
        string host = rest[..Math.Max(colon, 0)].Trim('[', ']');
        bool isHost = host is "localhost" or "*" || IPAddress.TryParse(host, out _);
        return isHost && ushort.TryParse(
            rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new ListenAddress(host, port)
            : throw Fault(url);
    }

    /// <summary>Makes Kestrel listen there.</summary>
    public void Apply(KestrelServerOptions kestrel)
    {
        switch (Host)
        {
            case "localhost" when Port != 0:
                kestrel.ListenLocalhost(Port);
                break;
            case "localhost":
                kestrel.Listen(IPAddress.Loopback, Port);
                break;
            case "*":
                kestrel.ListenAnyIP(Port);
                break;
            default:
                kestrel.Listen(IPAddress.Parse(Host), Port);
                break;
        }
    }

    /// <summary>Why it cannot be listened at.</summary>
    public InputException Fault(SocketException e)
    {
        string what = e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"port {Port} of {Host} is in use by another program",
            SocketError.AccessDenied => $"port {Port} of {Host} may not be used by this user",
            SocketError.AddressNotAvailable => $"{Host} is no address of this machine",
            _ => $"port {Port} of {Host} cannot be used: {e.Message}",
        };
        return new InputException($"{what}; name another with --url", e);
    }

    private static InputException Fault(string url) => new(
        $"--url '{url}' is no address to listen at; give one such as http://127.0.0.1:5117 or http://*:5117");
}
