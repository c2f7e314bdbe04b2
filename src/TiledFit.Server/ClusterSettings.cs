using System.Net;
using TiledFit.Core;

namespace TiledFit.Server;

/// <summary>How a server reaches the silos: section "Server:Silos" of appsettings.json.</summary>
public sealed record ClusterSettings
{
    /// <summary>How to reach the PostgreSQL where the silos are listed; none for a <see cref="Gateway"/>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Address and gateway port of a silo that keeps everything in memory.</summary>
    public string Gateway { get; init; } = "127.0.0.1:30000";

    /// <summary>The name that the silos of the cluster share.</summary>
    public string ClusterId { get; init; } = "tiledfit";

    /// <summary>The name that the silos' stored states belong to.</summary>
    public string ServiceId { get; init; } = "tiledfit";

    /// <summary>Whether the silos are to be found in PostgreSQL.</summary>
    internal bool HasDatabase => !string.IsNullOrWhiteSpace(ConnectionString);

    /// <summary>The only silo's gateway.</summary>
    /// <exception cref="InputException">It is no address and port.</exception>
    internal IPEndPoint ParseGateway() =>
        IPEndPoint.TryParse(Gateway, out IPEndPoint? gateway) && gateway.Port > 0
            ? gateway
            : throw new InputException(
                $"setting Server:Silos:Gateway is '{Gateway}'; it must be an address and a port, such as "
                + "127.0.0.1:30000");
}
