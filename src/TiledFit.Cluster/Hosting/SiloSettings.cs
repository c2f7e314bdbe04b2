using TiledFit.Core;

namespace TiledFit.Cluster.Hosting;

/// <summary>What a silo is told: section "Silo" of appsettings.json, and TILEDFIT_Silo__* in the environment.</summary>
internal sealed record SiloSettings
{
    /// <summary>"PostgreSQL", or "Memory" for a trial on a single silo that forgets everything when it stops.</summary>
    public string Clustering { get; init; } = nameof(ClusteringKind.Memory);

    /// <summary>How to reach PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Silos and clients of one cluster share this name.</summary>
    public string ClusterId { get; init; } = "tiledfit";

    /// <summary>The name that stored states belong to; it outlives the cluster's.</summary>
    public string ServiceId { get; init; } = "tiledfit";

    /// <summary>The address that other silos and clients reach this one at; none for loopback.</summary>
    public string? Address { get; init; }

    /// <summary>The port for other silos.</summary>
    public int Port { get; init; } = 11111;

    /// <summary>The port for clients.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Threads that do tiles' work, 0 for one a core.</summary>
    public int Workers { get; init; }

    /// <summary>Seconds that steps in hand get to finish when the silo is told to stop.</summary>
    public double DrainSeconds { get; init; } = 5;

    /// <summary>Largest side of a raster with --tile 0, px: a tile's window is held in memory.</summary>
    public int MaxTile { get; init; } = 8192;

    /// <summary>Ended jobs that are remembered; of older ones all but the results goes.</summary>
    public int KeepEnded { get; init; } = 1000;

    /// <summary>Where an OpenTelemetry collector listens (OTLP), or null to export nothing.</summary>
    public string? TelemetryEndpoint { get; init; }

    /// <summary>The directory, shared by all silos, for what running jobs have come to; see <see cref="Storage"/>.
    /// </summary>
    public StorageSettings Storage { get; init; } = new();

    /// <summary>Which clustering was asked for.</summary>
    /// <exception cref="InputException">It is unknown.</exception>
    internal ClusteringKind Kind => Enum.TryParse(Clustering, ignoreCase: true, out ClusteringKind kind)
        ? kind
        : throw new InputException(
            $"setting Silo:Clustering is '{Clustering}'; it must be "
            + string.Join(" or ", Enum.GetNames<ClusteringKind>()));

    /// <summary>Worker threads.</summary>
    internal int WorkerCount => Workers > 0 ? Workers : Environment.ProcessorCount;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InputException">One cannot be used.</exception>
    internal void Validate()
    {
        if (Kind == ClusteringKind.PostgreSQL && string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new InputException(
                "setting Silo:ConnectionString is missing; Silo:Clustering PostgreSQL needs one, such as "
                + "Host=127.0.0.1;Database=tiledfit;Username=tiledfit");
        }

        if (Kind == ClusteringKind.PostgreSQL && string.IsNullOrWhiteSpace(Storage.Root))
        {
            throw new InputException(
                "setting Silo:Storage:Root is missing; it names a directory that all silos share");
        }

        foreach ((string name, int port) in new[] { (nameof(Port), Port), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 1 or > 65535)
            {
                throw new InputException($"setting Silo:{name} is {port}; it must be from 1 to 65535");
            }
        }

        if (Workers is < 0 or > 1024)
        {
            throw new InputException($"setting Silo:Workers is {Workers}; it must be from 0 to 1024");
        }

        if (KeepEnded is < 1 or > 100_000)
        {
            throw new InputException($"setting Silo:KeepEnded is {KeepEnded}; it must be from 1 to 100000");
        }

        if (DrainSeconds is not (>= 0 and <= 3600))
        {
            throw new InputException($"setting Silo:DrainSeconds is {DrainSeconds}; it must be from 0 to 3600");
        }
    }
}
