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
        // 1024² px in six planes, half as much more for the collector.
        const long window = 1024L * 1024 * 6 * 8 * 3 / 2;
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
        Assert.Matches(@"takes at least \d\.\d GiB, of which \d\.\d GiB are heap; give more, or take a smaller --tile$", e.Message);
    }

    [Fact]
    public void GrowthTakesRoomForItsTemplatesAndForACrowd()
    {
        // 403 × 344 px and 1,000 components, each coupled to 200 others: 2 · 432 B · 200,000.
        var sample = Raster(403) with { Height = 344 };
        var e = Assert.Throws<InputException>(
            () => MemoryPlan.For(128L << 20, sample, Options with { Components = 1000 }, 0));
        Assert.Contains("give more, or take a smaller --tile", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, MemoryPlan.For(260L << 20, sample, Options with { Components = 1000 }, 0).Threads);
    }

    /// <summary>2,000² nodes of 96 bytes are more than there is.</summary>
    [Fact]
    public void TheNodesOfAMeshTakeRoom()
    {
        FitOptions plane = Options with { Background = BackgroundChoice.Plane };
        Assert.InRange(MemoryPlan.For(400L << 20, Raster(24_000), plane, 1000).Threads, 2, 16);
        FitOptions mesh = Options with { Background = BackgroundModel.Parse("mesh:12", "") };
        Assert.Throws<InputException>(() => MemoryPlan.For(400L << 20, Raster(24_000), mesh, 1000));
        Assert.Equal(
            2000L * 2000 * 96,
            MemoryPlan.For(4L << 30, Raster(24_000), plane with { Threads = 1 }, 1000).ComponentBytes * 2
                - MemoryPlan.For(4L << 30, Raster(24_000), mesh with { Threads = 1 }, 1000).ComponentBytes * 2);
    }

    [Fact]
    public void WhereTheTilesAreTooManyLargerOnesHelp()
    {
        var e = Assert.Throws<InputException>(
            () => MemoryPlan.For(128L << 20, Raster(2_000_000), Options, 10));
        Assert.Contains("take a larger --tile: there are 15264649 tiles", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100L << 20)]
    [InlineData(400L << 20)]
    [InlineData(3L << 30)]
    public void ALimitLeavesTheHeapThatItWasWorkedOutFor(long heap)
    {
        // 96 MiB besides, and an eighth of the limit, at most 64 MiB, for GDAL's blocks.
        long limit = ProcessMemory.LimitFor(heap);
        long left = limit - (96L << 20) - Math.Min(64L << 20, limit / 8);
        Assert.InRange(left, heap, heap + (2L << 20));
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
