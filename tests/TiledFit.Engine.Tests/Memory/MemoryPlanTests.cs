using TiledFit.Core;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Memory;
using TiledFit.Engine.Tests.Fits;
using TiledFit.Tiling;

namespace TiledFit.Engine.Tests.Memory;

public sealed class MemoryPlanTests : IDisposable
{
    private static readonly FitOptions Options = new() { Threads = 16 };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void AWindowIsTwiceATileWideAndThatSetsHowManyAreAtWork()
    {
        // 1024² px in six planes, a quarter more for the collector.
        const long window = 1024L * 1024 * 6 * 8 * 5 / 4;
        MemoryPlan plan = MemoryPlan.For(1L << 30, Raster(32_768), Options, 1000);
        Assert.InRange(plan.Threads, 10, (1L << 30) / window);
        Assert.Equal(1, MemoryPlan.For(140L << 20, Raster(32_768), Options, 1000).Threads);
        Assert.Equal(16, MemoryPlan.For(4L << 30, Raster(32_768), Options, 1000).Threads);
    }

    [Fact]
    public void WhatIsTooLittleIsRefusedWithWhatItTakes()
    {
        var e = Assert.Throws<InputException>(() => MemoryPlan.For(
            512L << 20, Raster(32_768), Options with { TileSize = 4096 }, 1000));
        Assert.Matches(@"^the fit takes at least \d\.\d GiB of heap and may have 512 MiB; .*smaller --tile", e.Message);
    }

    [Fact]
    public void MoreMemoryHoldsMoreOfWhatIsNotAtWork()
    {
        MemoryPlan small = MemoryPlan.For(512L << 20, Raster(32_768), Options with { Threads = 2 }, 1_000_000);
        MemoryPlan large = MemoryPlan.For(2L << 30, Raster(32_768), Options with { Threads = 2 }, 1_000_000);
        Assert.True(small.ComponentBytes < large.ComponentBytes);
        Assert.True(small.RowsInMemory < large.RowsInMemory);
        Assert.InRange(large.ComponentBytes, 1, 2L << 30);
    }

    /// <summary>A plan that holds no component in memory and sorts twenty thousand rows at once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheResultIsTheSameToTheLastByte(int threads)
    {
        var spots = new FitCase(380, 310, 150, 0.15);
        Run(spots, "free", null, threads);
        Run(spots, "held", 60L << 20, threads);
        foreach (string file in new[] { "components/part-00000.parquet", "preview.png" })
        {
            Assert.Equal(
                File.ReadAllBytes(_directory[$"free/{file}"]), File.ReadAllBytes(_directory[$"held/{file}"]));
        }

        Assert.DoesNotContain(
            Directory.GetFiles(_directory["held"]), file => file.Contains("scratch", StringComparison.Ordinal));
    }

    private void Run(FitCase spots, string name, long? heap, int threads)
    {
        var run = new FitRun(FitCase.Tiled with { Threads = threads }, _directory[name], overwrite: false)
        {
            Software = "test",
            Heap = heap,
            Checkpoints = new CheckpointOptions(TimeSpan.Zero, Resume: false),
        };
        run.Execute(spots.Raster(), spots.Initial);
    }

    private static RasterInfo Raster(int side) => new(
        "a.npy", "npy", side, side, 1, 1, "Float32", side, 1, null, 1, 0, null, null);
}
