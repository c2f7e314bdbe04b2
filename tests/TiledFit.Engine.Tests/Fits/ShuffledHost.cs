using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tests.Fits;

/// <summary>
/// Runs a job on one thread, its waiting commands in random order; every answer is told twice, and once more at the
/// end of the sweep.
/// </summary>
internal sealed class ShuffledHost(IRaster raster, FitOptions options, int seed)
{
    public (FitJob Job, IReadOnlyList<Component> Components) Fit(IReadOnlyList<Gaussian>? initial)
    {
        var grid = new TileGrid(raster.Info.Width, raster.Info.Height, options.TileSize, options.Ring);
        var store = new ComponentStore(grid);
        if (initial is not null)
        {
            store.Load(initial);
        }

        var job = new FitJob(grid, options, initial is null ? null : store.Counts());
        TileWorker[] workers = [new(raster, grid, store), new(raster, grid, store), new(raster, grid, store)];
        var random = new Random(seed);
        var late = new List<JobEvent>();
        List<JobCommand> waiting = [.. job.Start()];
        while (job.Phase != JobPhase.Finished)
        {
            int next = random.Next(waiting.Count);
            JobCommand command = waiting[next];
            waiting.RemoveAt(next);
            JobEvent answer;
            if (command is CloseSweep close)
            {
                store.HandOver();
                answer = new SweepClosed(close.Sweep, store.Counts());
            }
            else
            {
                answer = workers[random.Next(workers.Length)].Run(command, null, CancellationToken.None);
            }

            waiting.AddRange(job.Handle(answer).Where(c => c is not FinishJob));
            late.Add(answer);
            foreach (JobEvent past in random.Next(8) == 0 ? late : [answer])
            {
                Assert.Empty(job.Handle(past));
            }
        }

        return (job, [.. Enumerable.Range(0, grid.Count).SelectMany(store.Of)]);
    }
}
