using TiledFit.Core;
using TiledFit.Data.Rasters.Isolation;

namespace TiledFit.Server;

/// <summary>What a server is told: section "Server" of appsettings.json.</summary>
public sealed record ServerSettings
{
    private const int ShortestToken = 16;

    /// <summary>Where it listens; a client's default server.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5117";

    /// <summary>Whether jobs run on a cluster of silos; else in the server's process.</summary>
    public bool Cluster { get; init; }

    /// <summary>Where the silos are.</summary>
    public ClusterSettings Silos { get; init; } = new();

    /// <summary>The directory of jobs and checkpoints.</summary>
    public string State { get; init; } = "tiledfit-state";

    /// <summary>Directories that inputs must lie under; none for the current directory.</summary>
    public IReadOnlyList<string> InputRoots { get; init; } = [];

    /// <summary>Directories that results must lie under; none for the current directory.</summary>
    public IReadOnlyList<string> OutputRoots { get; init; } = [];

    /// <summary>GDAL's drivers that may open an input, separated by commas.</summary>
    public string Drivers { get; init; } = "GTiff,SRTMHGT,DTED,USGSDEM,AAIGrid,FITS,PNG,JPEG,JP2OpenJPEG";

    /// <summary>Seconds that a process which reads a raster may give no sign.</summary>
    public int ReaderSeconds { get; init; } = 60;

    /// <summary>Memory that a process which reads a raster may take, MiB.</summary>
    public int ReaderMemoryMiB { get; init; } = 2048;

    /// <summary>What a client must show to be served; null for none, which only loopback allows.</summary>
    public string? Token { get; init; }

    /// <summary>A file that holds the token, instead of <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Jobs that run at once.</summary>
    public int ConcurrentJobs { get; init; } = 1;

    /// <summary>Jobs that may wait.</summary>
    public int MaxQueued { get; init; } = 100;

    /// <summary>Ended jobs that are remembered; their results stay in any case.</summary>
    public int KeepEnded { get; init; } = 1000;

    /// <summary>Largest side of a tile, px: a tile's window is held in memory.</summary>
    public int MaxTile { get; init; } = 8192;

    /// <summary>Requests a minute that a client may make.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Seconds of silence in a stream of events before a heartbeat.</summary>
    public int HeartbeatSeconds { get; init; } = 15;

    /// <summary>What the whole numbers may be, by their names.</summary>
    internal static IReadOnlyDictionary<string, (int Least, int Most)> Ranges { get; } =
        new Dictionary<string, (int Least, int Most)>
        {
            [nameof(ReaderSeconds)] = (1, 3600),
            [nameof(ReaderMemoryMiB)] = (256, 1 << 20),
            [nameof(ConcurrentJobs)] = (1, 64),
            [nameof(MaxQueued)] = (1, 100_000),
            [nameof(KeepEnded)] = (0, 100_000),
            [nameof(MaxTile)] = (16, 32_768),
            [nameof(RequestsPerMinute)] = (1, 1_000_000),
            [nameof(HeartbeatSeconds)] = (1, 60),
        };

    /// <summary>What a process that reads a raster may take.</summary>
    internal ReaderLimits ReaderLimits => new()
    {
        Silence = TimeSpan.FromSeconds(ReaderSeconds),
        MemoryBytes = (long)ReaderMemoryMiB << 20,
    };

    /// <summary>The token, from wherever it is; null for none.</summary>
    /// <exception cref="InputException">Its file cannot be read, or it is no token.</exception>
    public string? ReadToken()
    {
        string? token = string.IsNullOrEmpty(TokenFile) ? Token : ReadTokenFile(TokenFile);
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        return token.Length >= ShortestToken && token.All(letter => letter is > ' ' and <= '~')
            ? token
            : throw new InputException(
                $"the token (Server:Token or Server:TokenFile) must have at least {ShortestToken} visible ASCII "
                + "characters and no spaces; openssl rand -hex 32 makes one");
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">One is missing or out of its range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(State))
        {
            throw new InputException("--state is empty; name the directory of jobs");
        }

        (string Name, int Value)[] numbers =
        [
            (nameof(ReaderSeconds), ReaderSeconds), (nameof(ReaderMemoryMiB), ReaderMemoryMiB),
            (nameof(ConcurrentJobs), ConcurrentJobs), (nameof(MaxQueued), MaxQueued), (nameof(KeepEnded), KeepEnded),
            (nameof(MaxTile), MaxTile), (nameof(RequestsPerMinute), RequestsPerMinute),
            (nameof(HeartbeatSeconds), HeartbeatSeconds),
        ];
        foreach ((string name, int value) in numbers)
        {
            (int least, int most) = Ranges[name];
            if (value < least || value > most)
            {
                throw new InputException($"setting Server:{name} is {value}; it must be from {least} to {most}");
            }
        }
    }

    private static string ReadTokenFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"Server:TokenFile: {path} cannot be read: {e.Message}", e);
        }
    }
}
