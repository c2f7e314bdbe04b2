using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.Model;
using TiledFit.Core.Statistics;
using TiledFit.Core.TileSteps;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Scaling;

/// <summary>
/// Answers orders with made-up figures of full length, in memory that tiles need anyway. In the first sweeps every step
/// lowers E; then only those of tiles 13 columns and 14 rows apart, which keep their eight neighbours awake: 9 of 182
/// tiles, 4.9 %.
/// </summary>
internal sealed class MadeUpTiles(TileGrid grid)
{
    /// <summary>Sweeps with all tiles, one that finds most of them at rest included.</summary>
    public const int FullSweeps = 4;

    private const int SparseSweeps = 3, ColumnsApart = 13, RowsApart = 14, LevelsAlongATile = 4, Components = 1000;

    private readonly double[] _objective =
        [.. Enumerable.Range(0, grid.Count).Select(tile => 1000 * (1 + Figure(tile, 0)))];

    public TileReport Answer(TileOrder order) => order switch
    {
        SurveyTile => new TileSurveyed(order.Tile, Survey(order.Tile), Components),
        CountTile count => new TileCounted(order.Tile, count.Sweep, Count(order.Tile)),
        StepTile step => Step(step),
        CloseTile close => new TileClosed(order.Tile, close.Sweep, Components),
        _ => throw new InvalidOperationException(order.ToString()),
    };

    // Weyl's sequence: equally distributed, and every digit counts.
    private static double Figure(int tile, int what) => (tile * 0.6180339887498949 + what * 0.4142135623730951) % 1;

    private static ResidualSums Sums(int tile, int what) =>
        new(Figure(tile, what), Figure(tile, what + 1), Figure(tile, what + 2));

    private TileSurvey Survey(int tile)
    {
        PixelRectangle core = grid.CoreOf(tile);
        double step = (double)grid.TileSize / LevelsAlongATile;
        PatchLevel[] patches =
        [
            .. Enumerable.Range(0, LevelsAlongATile * LevelsAlongATile).Select(k => new PatchLevel(
                core.X + (k % LevelsAlongATile + 0.5) * step,
                core.Y + (k / LevelsAlongATile + 0.5) * step,
                Figure(tile, k))),
        ];
        var basis = new BasisSums(
            core.Area, core.Area, Figure(tile, 1), Figure(tile, 2), Figure(tile, 3), Figure(tile, 4), Figure(tile, 5));
        var statistics = new WindowStatistics(
            core.Area, Figure(tile, 6), 1 + Figure(tile, 7), Figure(tile, 6), Figure(tile, 8), Figure(tile, 9),
            Figure(tile, 10), Figure(tile, 11), patches);
        return new TileSurvey(basis, statistics);
    }

    private TileCount Count(int tile) =>
        new(grid.CoreOf(tile).Area, _objective[tile], Sums(tile, 12), 1e-6 * Figure(tile, 15));

    private TileStepped Step(StepTile order)
    {
        int tile = order.Tile;
        double taken = ShareTaken(tile, order.Sweep) * _objective[tile];
        _objective[tile] -= taken;
        var statistics = new TileStepStatistics(
            0, -taken, 1e-6 * Figure(tile, order.Sweep), Sums(tile, order.Sweep + 1), _objective[tile], 360_000, 0, 0, 2,
            2, TerminationType.IterationLimit);
        return new TileStepped(
            tile, order.Sweep, new MinimizerState(new DampingState(1e-3 * Figure(tile, order.Sweep + 4), 2), true),
            statistics);
    }

    private double ShareTaken(int tile, int sweep)
    {
        (int x, int y) = grid.PositionOf(tile);
        bool keepsMoving = x % ColumnsApart == ColumnsApart / 2 && y % RowsApart == RowsApart / 2;
        bool moves = sweep < FullSweeps || (keepsMoving && sweep < FullSweeps + SparseSweeps);
        return moves ? 0.1 * (0.5 + Figure(tile, sweep)) : 0;
    }
}
