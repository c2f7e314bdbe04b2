namespace TiledFit.Cluster.Tests.Support;

/// <summary>Starts clusters, where all that they need is there.</summary>
internal static class TestClusters
{
    /// <summary>Why there are no silos, or null.</summary>
    public static string? Missing =>
#if HasOrleans
        null;
#else
        WithoutOrleans;
#endif

    /// <summary>One silo that keeps everything in memory.</summary>
    public static Task<ITestCluster> InMemory(string directory)
    {
#if HasOrleans
        return OrleansCluster.Start(directory, silos: 1, postgres: null);
#else
        throw new SkipException(WithoutOrleans);
#endif
    }

    /// <summary>Silos with PostgreSQL.</summary>
    public static Task<ITestCluster> WithPostgres(string directory, int silos)
    {
#if HasOrleans
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        return OrleansCluster.Start(directory, silos, PostgresServer.Start());
#else
        throw new SkipException(WithoutOrleans);
#endif
    }

#if !HasOrleans
    private const string WithoutOrleans = "Microsoft.Orleans is not on the package feed";
#endif
}
