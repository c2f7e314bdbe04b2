using System.ComponentModel.DataAnnotations;
using System.Net;
using Npgsql;
using TiledFit.Core;
using TiledFit.Data.Rasters.Isolation;

namespace TiledFit.Cluster.Hosting;

/// <summary>What a silo is told: section "Silo" of appsettings.json, and TILEDFIT_Silo__* in the environment.</summary>
internal sealed record SiloSettings
{
    private const string Example = "Host=127.0.0.1;Database=tiledfit;Username=tiledfit";

    /// <summary>"PostgreSQL", or "Memory" for a trial on a single silo that forgets everything when it stops.</summary>
    public string Clustering { get; init; } = nameof(ClusteringKind.Memory);

    /// <summary>How to reach PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Seconds that the silo waits at its start for a PostgreSQL that does not answer yet.</summary>
    [Range(0.0, 3600.0)]
    public double DatabaseWaitSeconds { get; init; } = 30;

    /// <summary>Silos and clients of one cluster share this name.</summary>
    public string ClusterId { get; init; } = "tiledfit";

    /// <summary>The name that stored states belong to; it outlives the cluster's.</summary>
    public string ServiceId { get; init; } = "tiledfit";

    /// <summary>The address that other silos and clients reach this one at; none for loopback.</summary>
    public string? Address { get; init; }

    /// <summary>The port for other silos.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 11111;

    /// <summary>The port for clients.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Threads that do tiles' work, 0 for one a core.</summary>
    [Range(0, 1024)]
    public int Workers { get; init; }

    /// <summary>Seconds that steps in hand get to finish when the silo is told to stop.</summary>
    [Range(0.0, 3600.0)]
    public double DrainSeconds { get; init; } = 5;

    /// <summary>Largest side of a raster with --tile 0, px: a tile's window is held in memory.</summary>
    [Range(16, 32_768)]
    public int MaxTile { get; init; } = 8192;

    /// <summary>Seconds that a process which reads a raster may give no sign.</summary>
    [Range(1, 3600)]
    public int ReaderSeconds { get; init; } = 60;

    /// <summary>Memory that a process which reads a raster may take, MiB.</summary>
    [Range(256, 1 << 20)]
    public int ReaderMemoryMiB { get; init; } = 2048;

    /// <summary>Ended jobs that are remembered; of older ones all but the results goes.</summary>
    [Range(1, 100_000)]
    public int KeepEnded { get; init; } = 1000;

    /// <summary>Where an OpenTelemetry collector listens (OTLP), or null to export nothing.</summary>
    public string? TelemetryEndpoint { get; init; }

    /// <summary>The directory, shared by all silos, for what running jobs have come to; see <see cref="Storage"/>.
    /// </summary>
    public StorageSettings Storage { get; init; } = new();

    /// <summary>Which clustering was asked for.</summary>
    internal ClusteringKind Kind => Enum.Parse<ClusteringKind>(Clustering, ignoreCase: true);

    /// <summary>Where the silo listens.</summary>
    internal IPAddress ListenAddress => string.IsNullOrEmpty(Address) ? IPAddress.Loopback : IPAddress.Parse(Address);

    /// <summary>Worker threads.</summary>
    internal int WorkerCount => Workers > 0 ? Workers : Environment.ProcessorCount;

    /// <summary>What a process that reads a raster may take.</summary>
    internal ReaderLimits ReaderLimits => new()
    {
        Silence = TimeSpan.FromSeconds(ReaderSeconds),
        MemoryBytes = (long)ReaderMemoryMiB << 20,
    };

    /// <summary>Checks what their ranges do not tell.</summary>
    /// <exception cref="InputException">A value cannot be used.</exception>
    internal void Validate(SettingOrigins origins)
    {
        ValidateNames(origins);
        ValidateEndpoints(origins);
        if (Kind == ClusteringKind.PostgreSQL)
        {
            ValidateConnection(origins);
            if (string.IsNullOrWhiteSpace(Storage.Root))
            {
                throw Missing(
                    origins, "Storage:Root", "it has no default with Clustering PostgreSQL: give a directory that all "
                    + "silos share, for what running jobs have come to");
            }
        }
    }

    private static InputException Missing(SettingOrigins origins, string name, string remedy) => new(
        $"{origins.Of(name)} is empty; {remedy} (environment variable {SettingOrigins.Variable(name)})");

    private void ValidateNames(SettingOrigins origins)
    {
        if (!Enum.GetNames<ClusteringKind>().Contains(Clustering, StringComparer.OrdinalIgnoreCase))
        {
            throw new InputException(
                $"{origins.Of(nameof(Clustering))}: '{Clustering}' is not "
                + string.Join(" or ", Enum.GetNames<ClusteringKind>()));
        }

        foreach ((string name, string id) in new[] { (nameof(ClusterId), ClusterId), (nameof(ServiceId), ServiceId) })
        {
            if (string.IsNullOrWhiteSpace(id))
            {
                throw Missing(origins, name, "give the name that all silos and servers of the cluster have");
            }
        }
    }

    private void ValidateEndpoints(SettingOrigins origins)
    {
        if (!string.IsNullOrEmpty(Address)
            && (!IPAddress.TryParse(Address, out IPAddress? address)
                || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            throw new InputException(
                $"{origins.Of(nameof(Address))}: '{Address}' is not the IP address that other silos reach this one at, "
                + "such as 10.0.0.5; leave it empty for loopback");
        }

        if (Port == GatewayPort)
        {
            throw new InputException(
                $"{origins.Of(nameof(GatewayPort))}: {GatewayPort} is also {origins.Of(nameof(Port))}; "
                + "give two different ports");
        }

        if (!string.IsNullOrEmpty(TelemetryEndpoint)
            && !(Uri.TryCreate(TelemetryEndpoint, UriKind.Absolute, out Uri? endpoint)
                && endpoint.Scheme is "http" or "https"))
        {
            throw new InputException(
                $"{origins.Of(nameof(TelemetryEndpoint))}: '{TelemetryEndpoint}' is not the URL of a collector, such "
                + "as http://127.0.0.1:4317; leave it empty to export nothing");
        }
    }

    // The value holds a password: it is not shown.
    private void ValidateConnection(SettingOrigins origins)
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw Missing(
                origins, nameof(ConnectionString), $"Clustering PostgreSQL needs one, such as {Example}");
        }

        string origin = origins.Of(nameof(ConnectionString));
        try
        {
            if (new NpgsqlConnectionStringBuilder(ConnectionString).Host is not { Length: > 0 })
            {
                throw new InputException($"{origin} names no Host; write one as {Example}");
            }
        }
        catch (ArgumentException e)
        {
            string fault = string.IsNullOrEmpty(e.ParamName)
                ? "is no list of NAME=VALUE"
                : $"has a part '{e.ParamName}' that Npgsql does not know, or not with that value";
            throw new InputException($"{origin} {fault}; write one as {Example}", e);
        }
    }
}
