using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class SweepScheduleTests
{
    // 9 × 7 tiles: one region, or 3 × 2 of them.
    private static readonly TileGrid Grid = new(900, 700, 100, 10);

    /// <summary>
    /// In any order of ends, and of the news of them that reach other regions, every active tile runs once, after its
    /// lower neighbours, and never beside a neighbour.
    /// </summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public void EveryTileRunsOnceAndNeverBesideANeighbour(int seed, bool manyRegions)
    {
        var random = new Random(seed);
        bool[] active = [.. Enumerable.Range(0, Grid.Count).Select(_ => random.Next(5) > 0)];
        var regions = new RegionGrid(Grid);
        IReadOnlyList<int>[] tiles = manyRegions
            ? [.. Enumerable.Range(0, regions.Count).Select(regions.TilesOf)]
            : [[.. Enumerable.Range(0, Grid.Count)]];
        Assert.Equal(manyRegions ? 6 : 1, tiles.Length);
        SweepSchedule[] schedules =
            [.. tiles.Select(own => new SweepSchedule(Grid, own, own.Where(tile => active[tile])))];
        var running = new List<int>(schedules.SelectMany(schedule => schedule.Start()));
        var ended = new HashSet<int>();

        // Who is to hear of which end. A region hears of its own sleepers at once.
        var news = new List<(int Region, int Tile)>();
        foreach (int sleeper in Enumerable.Range(0, Grid.Count).Where(tile => !active[tile]))
        {
            End(sleeper);
        }

        while (running.Count + news.Count > 0)
        {
            foreach (int tile in running)
            {
                Assert.DoesNotContain(running, other => Grid.NeighboursOf(tile).Contains(other));
            }

            int next = random.Next(running.Count + news.Count);
            if (next < running.Count)
            {
                EndRunning(running[next]);
            }
            else
            {
                (int region, int tile) = news[next - running.Count];
                news.RemoveAt(next - running.Count);
                running.AddRange(schedules[region].End(tile));
                Assert.Empty(schedules[region].End(tile));
            }
        }

        Assert.All(schedules, schedule => Assert.True(schedule.IsOver));
        Assert.All(schedules, schedule => Assert.Equal((0, 0), (schedule.Remaining, schedule.Outside)));
        Assert.Equal(active.Count(a => a), ended.Count);

        void EndRunning(int tile)
        {
            SweepSchedule own = schedules[RegionOf(tile)];
            Assert.True(own.Awaits(tile));
            Assert.Contains(tile, own.Running);
            Assert.All(Grid.NeighboursOf(tile), other => Assert.True(
                !active[other] || Grid.ColourOf(other) > Grid.ColourOf(tile) == !ended.Contains(other)));
            running.Remove(tile);
            End(tile);
            Assert.True(ended.Add(tile));
            Assert.False(own.Awaits(tile));
        }

        void End(int tile)
        {
            running.AddRange(schedules[RegionOf(tile)].End(tile));
            if (manyRegions)
            {
                news.AddRange(regions.RegionsAround(tile).Select(region => (region, tile)));
            }
        }

        int RegionOf(int tile) => manyRegions ? regions.RegionOf(tile) : 0;
    }

    /// <summary>Tiles far from a region do not concern it.</summary>
    [Fact]
    public void OnlyTheTilesBesideARegionAreWaitedFor()
    {
        var regions = new RegionGrid(Grid);
        var schedule = new SweepSchedule(Grid, regions.TilesOf(0), regions.TilesOf(0));

        // Columns and rows 0 to 3; beside it row 4 and column 4, with the corner: 4 + 4 + 1.
        Assert.Equal((16, 9), (schedule.Remaining, schedule.Outside));
        Assert.Empty(schedule.End(8));
        Assert.Equal((16, 9), (schedule.Remaining, schedule.Outside));
    }
}
