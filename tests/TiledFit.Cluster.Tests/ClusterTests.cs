using TiledFit.Cluster.Tests.Support;
using TiledFit.Data.Results;

namespace TiledFit.Cluster.Tests;

/// <summary>Fits through grains, in real silo processes; the result must not tell where it was made.</summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task A_silo_in_memory_comes_to_the_bits_of_a_local_fit()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        var fit = new SmallFit(_directory.Path);
        string job = await cluster.Submit(fit, _directory["out"]);
        await AssertDone(cluster, job);
        Assert.Equal(fit.ComponentsHere(_directory["here"]), SmallFit.ComponentsIn(_directory["out"]));
    }

    [SkippableFact]
    public async Task Three_silos_share_the_tiles_and_come_to_the_bits_of_a_local_fit()
    {
        await using ITestCluster cluster = await TestClusters.WithPostgres(_directory.Path, silos: 3);
        var fit = new SmallFit(_directory.Path);
        string job = await cluster.Submit(fit, _directory["out"]);
        await Await(cluster, job, view => view.Sweep >= 2 || view.HasEnded);
        Assert.All(await cluster.TilesBySilo(), tiles => Assert.InRange(tiles, 1, 48));
        await AssertDone(cluster, job);
        Assert.Equal(fit.ComponentsHere(_directory["here"]), SmallFit.ComponentsIn(_directory["out"]));
        Assert.Empty(Directory.GetDirectories(_directory["jobs"]));
    }

    private static async Task AssertDone(ITestCluster cluster, string job)
    {
        JobView view = await Await(cluster, job, view => view.HasEnded);
        Assert.True(view.Stage == "Done", $"{view}\n{string.Join('\n', cluster.Silos.Select(silo => silo.Output))}");
    }

    private static async Task<JobView> Await(ITestCluster cluster, string job, Func<JobView, bool> condition)
    {
        for (DateTime end = DateTime.UtcNow + Patience; ;)
        {
            JobView view = await cluster.Status(job);
            if (condition(view))
            {
                return view;
            }

            Assert.True(
                DateTime.UtcNow < end, $"{view}\n{string.Join('\n', cluster.Silos.Select(silo => silo.Output))}");
            await Task.Delay(100);
        }
    }
}
