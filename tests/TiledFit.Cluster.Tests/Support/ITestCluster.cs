namespace TiledFit.Cluster.Tests.Support;

/// <summary>A running cluster, as the tests see it.</summary>
internal interface ITestCluster : IAsyncDisposable
{
    /// <summary>Ended jobs that it remembers.</summary>
    const int KeepEnded = 2;

    /// <summary>PostgreSQL, or null in memory mode.</summary>
    PostgresServer? Postgres { get; }

    /// <summary>Silos by their number; one that was killed can be started again.</summary>
    IReadOnlyList<SiloProcess> Silos { get; }

    /// <summary>Submits a job.</summary>
    Task<string> Submit(SmallFit fit, string output, string? key = null);

    /// <summary>Where a job stands.</summary>
    Task<JobView> Status(string job);

    /// <summary>Whether the index or the job itself remembers a job.</summary>
    Task<bool> Knows(string job);

    /// <summary>Cancels a job.</summary>
    Task Cancel(string job);

    /// <summary>Resumes a job.</summary>
    Task Resume(string job);

    /// <summary>The number of the silo that hosts the job's grain.</summary>
    Task<int> SiloOf(string job);

    /// <summary>Grains of tiles and regions on each silo.</summary>
    Task<int[]> TilesBySilo();
}
