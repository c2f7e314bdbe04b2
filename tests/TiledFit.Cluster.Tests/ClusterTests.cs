using TiledFit.Cluster.Tests.Support;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;

namespace TiledFit.Cluster.Tests;

/// <summary>
/// Fits through grains, in real silo processes with a real PostgreSQL; whatever happens, the result must not tell where
/// it was made.
/// </summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [SkippableFact]
    public async Task A_silo_in_memory_comes_to_the_bits_of_a_local_fit()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        await Fit(cluster, "out", _ => Task.CompletedTask);
    }

    [SkippableFact]
    public async Task A_mesh_is_that_of_a_local_fit()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        var fit = new SmallFit(_directory.Path)
        {
            Background = new BackgroundModel(BackgroundChoice.Mesh, 40),
        };
        string job = await cluster.Submit(fit, _directory["out"]);
        JobView view = await Await(cluster, job, view => view.HasEnded);
        Assert.True(view.Stage == "Done", $"{view}\n{OutputOf(cluster)}");
        Assert.Equal(fit.ComponentsHere(_directory["here"]), SmallFit.ComponentsIn(_directory["out"]));
        Assert.Equal(
            File.ReadAllBytes(_directory["here/background.parquet"]),
            File.ReadAllBytes(_directory["out/background.parquet"]));
    }

    [SkippableFact]
    public async Task Three_silos_share_the_tiles_and_outlive_crashes()
    {
        await using ITestCluster cluster = await TestClusters.WithPostgres(_directory.Path, silos: 3);
        await Fit(cluster, "undisturbed", async _ =>
            Assert.All(await cluster.TilesBySilo(), tiles => Assert.InRange(tiles, 1, 48)));
        await Fit(cluster, "silo-killed", async job =>
            await Restart(cluster.Silos[(await cluster.SiloOf(job) + 1) % 3]));
        await Fit(cluster, "job-killed", async job => await Restart(cluster.Silos[await cluster.SiloOf(job)]));
        await Fit(cluster, "two-killed", async _ =>
        {
            cluster.Silos[0].Kill();
            await Restart(cluster.Silos[1]);
            cluster.Silos[0].Start();
        });
        await Fit(cluster, "postgres-stopped", async _ =>
        {
            cluster.Postgres!.Stop();
            await Task.Delay(TimeSpan.FromSeconds(10));
            cluster.Postgres.Resume();
        });
        Assert.All(cluster.Silos, silo => Assert.Null(silo.ExitCode));
        await Fit(cluster, "silo-drained", async _ =>
        {
            await cluster.Silos[2].Terminate();
            Assert.Equal(0, cluster.Silos[2].ExitCode);
        });
        await Fit(cluster, "all-killed", _ =>
        {
            cluster.Silos[0].Kill();
            cluster.Silos[1].Kill();
            cluster.Postgres!.Age(TimeSpan.FromMinutes(2));
            cluster.Silos[2].Start();
            return Task.CompletedTask;
        });
    }

    [SkippableFact]
    public async Task Jobs_are_cancelled_fail_and_go_on()
    {
        await using ITestCluster cluster = await TestClusters.WithPostgres(_directory.Path, silos: 2);
        var fit = new SmallFit(_directory.Path);
        byte[] expected = fit.ComponentsHere(_directory["here"]);

        string job = await cluster.Submit(fit, _directory["out"], "a key");
        Assert.Equal(job, await cluster.Submit(fit, _directory["out"], "a key"));
        await Await(cluster, job, view => view.Sweep >= 2);
        await cluster.Cancel(job);
        JobView cancelled = await Await(cluster, job, view => view.HasEnded);
        Assert.Equal(("Cancelled", "cancelled on request"), (cancelled.Stage, cancelled.Reason));
        Assert.False(File.Exists(Path.Combine(_directory["out"], "manifest.json")));

        File.Move(fit.Raster, $"{fit.Raster}.away");
        await cluster.Resume(job);
        JobView failed = await Await(cluster, job, view => view.HasEnded);
        Assert.Equal(("Failed", true), (failed.Stage, failed.IsInputFault));
        Assert.Contains(fit.Raster, failed.Reason);

        File.Move($"{fit.Raster}.away", fit.Raster);
        await cluster.Resume(job);
        await Await(cluster, job, view => view.Sweep >= 4);
        File.Move(fit.Raster, $"{fit.Raster}.away");
        failed = await Await(cluster, job, view => view.HasEnded);
        Assert.Equal(("Failed", true), (failed.Stage, failed.IsInputFault));
        Assert.Contains(fit.Raster, failed.Reason);

        File.Move($"{fit.Raster}.away", fit.Raster);
        await cluster.Resume(job);
        JobView done = await Await(cluster, job, view => view.HasEnded);
        Assert.Equal(("Done", 4), (done.Stage, done.Run));
        Assert.Equal(expected, SmallFit.ComponentsIn(_directory["out"]));
        await AssertRemoved(job);
    }

    [SkippableFact]
    public async Task Of_jobs_long_ended_nothing_is_left()
    {
        await using ITestCluster cluster = await TestClusters.WithPostgres(_directory.Path, silos: 1);
        string old = await cluster.Submit(new SmallFit(_directory.Path), _directory["out"]);
        await Await(cluster, old, view => view.Sweep >= 2);
        await cluster.Cancel(old);
        await Await(cluster, old, view => view.HasEnded);
        Assert.Equal(old, Path.GetFileName(Assert.Single(Directory.GetDirectories(_directory["jobs"]))));

        var bad = new SmallFit(_directory.Path, ring: 45);
        for (int k = 0; k < ITestCluster.KeepEnded; k++)
        {
            string job = await cluster.Submit(bad, _directory[$"bad-{k}"]);
            await Await(cluster, job, view => view.HasEnded);
        }

        await AssertRemoved(old);
        for (int k = 0; k < 100 && await cluster.Knows(old); k++)
        {
            await Task.Delay(100);
        }

        Assert.False(await cluster.Knows(old));
    }

    [SkippableFact]
    public async Task Readers_of_a_raster_end_with_the_job_and_with_a_silo_that_is_killed()
    {
        Skip.If(Gdal.Version is null, "libgdal is not installed");
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        var fit = new SmallFit(_directory.Path);
        fit.ChangeToGeoTiff();
        string job = await cluster.Submit(fit, _directory["out"]);
        Assert.Equal("Done", (await Await(cluster, job, view => view.HasEnded)).Stage);
        Assert.Equal(fit.ComponentsHere(_directory["here"]), SmallFit.ComponentsIn(_directory["out"]));
        ReaderProcesses.AwaitNone(fit.Raster);

        job = await cluster.Submit(fit, _directory["killed"]);
        await Await(cluster, job, view => view.Sweep >= 2);
        Assert.NotEmpty(ReaderProcesses.Of(fit.Raster));
        cluster.Silos[0].Kill();
        ReaderProcesses.AwaitNone(fit.Raster);
        cluster.Silos[0].Start();
    }

    [SkippableFact]
    public async Task Bad_input_fails_in_one_line()
    {
        await using ITestCluster cluster = await TestClusters.InMemory(_directory.Path);
        var fit = new SmallFit(_directory.Path, ring: 45);
        string job = await cluster.Submit(fit, _directory["out"]);
        JobView view = await Await(cluster, job, view => view.HasEnded);
        Assert.Equal(("Failed", true), (view.Stage, view.IsInputFault));
        Assert.StartsWith("--tile 96 is too small for --ring 45", view.Reason);
        Assert.False(Directory.Exists(_directory["out"]));
    }

    private static async Task Restart(SiloProcess silo)
    {
        silo.Kill();
        await Task.Delay(TimeSpan.FromSeconds(1));
        silo.Start();
    }

    // Submits a job, disturbs it in the middle and compares what comes out with what this process finds.
    private async Task Fit(ITestCluster cluster, string name, Func<string, Task> disturb)
    {
        string directory = Directory.CreateDirectory(_directory[$"{name}-input"]).FullName;
        var fit = new SmallFit(directory);
        string job = await cluster.Submit(fit, _directory[name]);
        JobView view = await Await(cluster, job, view => view.Sweep >= 2 || view.HasEnded);
        Assert.False(view.HasEnded, $"{view}: the fit is too short to be disturbed");
        await disturb(job);
        view = await Await(cluster, job, view => view.HasEnded);
        Assert.True(view.Stage == "Done", $"{name}: {view}\n{OutputOf(cluster)}");
        Assert.Equal(fit.ComponentsHere(_directory[$"{name}-here"]), SmallFit.ComponentsIn(_directory[name]));
    }

    // What a job keeps while it runs, and to go on.
    private async Task AssertRemoved(string job)
    {
        string journal = Path.Combine(_directory["jobs"], job);
        for (int k = 0; k < 100 && Directory.Exists(journal); k++)
        {
            await Task.Delay(100);
        }

        Assert.False(Directory.Exists(journal));
    }

    private static async Task<JobView> Await(ITestCluster cluster, string job, Func<JobView, bool> condition)
    {
        for (DateTime end = DateTime.UtcNow + Patience; ; await Task.Delay(50))
        {
            JobView view = await cluster.Status(job);
            if (condition(view))
            {
                return view;
            }

            Assert.True(DateTime.UtcNow < end, $"{view}\n{OutputOf(cluster)}");
        }
    }

    private static string OutputOf(ITestCluster cluster) =>
        string.Join('\n', cluster.Silos.Select(silo => $"silo {silo.Number}:\n{silo.Output}"));
}
