using TiledFit.Core.Model;
using TiledFit.Engine.Tests.Fits;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;
using Xunit.Abstractions;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>
/// A tile's traffic with its neighbours and its journal is that of its own components and its neighbours', however many
/// tiles there are. TILEDFIT_SCALING_SIDE=1000 also counts it for tiles of 512 px with 1,000 components and prints the
/// table of docs/scaling.md.
/// </summary>
public class TileTrafficTests(ITestOutputHelper output)
{
    private const int ComponentBytes = 64, StepBytes = 128, SnapshotBytes = 16;

    [Fact]
    public Task SmallTiles() => Check(64, 8, 16);

    [SkippableFact]
    public Task LargeTiles()
    {
        Skip.If(
            Environment.GetEnvironmentVariable("TILEDFIT_SCALING_SIDE") is null,
            "takes minutes: TILEDFIT_SCALING_SIDE=1000 runs it.");
        return Check(512, 32, 1000);
    }

    /// <summary>The tile in the middle of 3 × 3, and the same one with a row and a column of tiles more.</summary>
    private async Task Check(int tileSize, int ring, int perTile)
    {
        const int Sweeps = 3;
        FitOptions options = FitCase.Tiled with { TileSize = tileSize, Ring = ring, MaxSweeps = Sweeps };
        var field = new FitCase(4 * tileSize, 4 * tileSize, 16 * perTile, 0.15);
        TileTrafficSimulation few = await Run(field, options, 3), many = await Run(field, options, 4);
        const int Few = 4, Many = 5;
        int own = few.ComponentsOf(Few);
        // What a step frees: its own and those within the ring, twice as many as there would be if they were spread evenly.
        double freed = 2 * own * Math.Pow(1 + 2.0 * ring / tileSize, 2);
        for (int sweep = 1; sweep <= Sweeps; sweep++)
        {
            TileTraffic step = few.Of(Few, "step", sweep), close = few.Of(Few, "hand-over", sweep);
            Assert.InRange(step.Asked.Messages, 8, 16);
            Assert.InRange(step.Heard.Messages, 8, 16);
            // All that reaches the window, 3·T² around the core, is seen; what is freed is told.
            Assert.InRange(step.Asked.Bytes, 1, ComponentBytes * (2 * 3 * own + freed) + 8 * StepBytes);
            Assert.Equal((1, 8), (step.Written.Messages, close.Asked.Messages));
            Assert.InRange(step.Written.Bytes, ComponentBytes * own / 2, ComponentBytes * freed + StepBytes);
            Assert.Equal(1, close.Written.Messages);
            Assert.InRange(close.Written.Bytes, ComponentBytes * own / 2, ComponentBytes * 2 * own + SnapshotBytes);
            Assert.InRange(step.Pixels, 1, 4L * tileSize * tileSize);
        }

        // Before anything moves the tile sees just the same; later, what farther tiles have moved as well.
        TileTraffic of9 = few.Of(Few, "count", 0), of16 = many.Of(Many, "count", 0);
        Assert.Equal((of9.Asked, of9.Heard, of9.Pixels), (of16.Asked, of16.Heard, of16.Pixels));
        TileTraffic last9 = few.Of(Few, "step", Sweeps), last16 = many.Of(Many, "step", Sweeps);
        Assert.InRange(last16.Asked.Bytes, 0.9 * last9.Asked.Bytes, 1.1 * last9.Asked.Bytes);
        Assert.InRange(last16.Written.Bytes, 0.9 * last9.Written.Bytes, 1.1 * last9.Written.Bytes);
        Print(few, Few, own, Sweeps);
    }

    // The upper left part of the field.
    private static async Task<TileTrafficSimulation> Run(FitCase field, FitOptions options, int side)
    {
        int pixels = side * options.TileSize;
        Gaussian[] initial =
            [.. field.Initial.Where(shape => shape.X < pixels - 0.5 && shape.Y < pixels - 0.5)];
        var values = new double[pixels * pixels];
        using MemoryRaster whole = field.Raster();
        whole.Read(new PixelRectangle(0, 0, pixels, pixels), values);
        using var raster = new MemoryRaster(pixels, pixels, (x, y) => values[y * pixels + x]);
        var simulation = new TileTrafficSimulation(raster, options, initial);
        await simulation.Run();
        Assert.Equal(JobPhase.Finished, simulation.State.Phase);
        return simulation;
    }

    private void Print(TileTrafficSimulation simulation, int tile, int components, int sweeps)
    {
        output.WriteLine($"a tile of {components:N0} components with eight neighbours");
        output.WriteLine(
            "| order | asks and tells | kB | is asked and told | kB | files written | kB | read | kB | pixels read | s |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        PrintRow("survey", 0);
        PrintRow("count", 0);
        PrintRow("step", 2);
        PrintRow("hand-over", 2);
        PrintRow("count", sweeps);

        void PrintRow(string order, int sweep)
        {
            TileTraffic t = simulation.Of(tile, order, sweep);
            output.WriteLine(FormattableString.Invariant(
                $"| {order} | {t.Asked.Messages} | {t.Asked.Bytes / 1e3:N1} | {t.Heard.Messages} | ")
                + FormattableString.Invariant(
                $"{t.Heard.Bytes / 1e3:N1} | {t.Written.Messages} | {t.Written.Bytes / 1e3:N1} | ")
                + FormattableString.Invariant(
                $"{t.Read.Messages} | {t.Read.Bytes / 1e3:N1} | {t.Pixels:N0} | {t.Seconds:N2} |"));
        }
    }
}
