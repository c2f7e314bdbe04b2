using TiledFit.Tiling.Jobs;

namespace TiledFit.Tiling.Tests.Jobs;

public class SweepScheduleTests
{
    /// <summary>
    /// In any order of ends, every active tile runs once, after its lower neighbours, and never beside a neighbour.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void EveryTileRunsOnceAndNeverBesideANeighbour(int seed)
    {
        var random = new Random(seed);
        var grid = new TileGrid(900, 700, 100, 10);
        bool[] active = [.. Enumerable.Range(0, grid.Count).Select(_ => random.Next(5) > 0)];
        var schedule = new SweepSchedule(grid, active);
        var running = new List<int>(schedule.Ready());
        var ended = new HashSet<int>();
        while (running.Count > 0)
        {
            foreach (int tile in running)
            {
                Assert.DoesNotContain(running, other => grid.NeighboursOf(tile).Contains(other));
            }

            int next = running[random.Next(running.Count)];
            Assert.True(schedule.Awaits(next));
            Assert.All(grid.NeighboursOf(next), other =>
                Assert.True(!active[other] || grid.ColourOf(other) > grid.ColourOf(next) == !ended.Contains(other)));
            running.Remove(next);
            running.AddRange(schedule.End(next));
            Assert.True(ended.Add(next));
            Assert.False(schedule.Awaits(next));
        }

        Assert.Equal(0, schedule.Remaining);
        Assert.Equal(active.Count(a => a), ended.Count);
    }
}
