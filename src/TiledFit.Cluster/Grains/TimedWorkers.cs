using System.Diagnostics;
using TiledFit.Engine.Tiles;

namespace TiledFit.Cluster.Grains;

/// <summary>The silo's workers as one tile uses them: adds up how long they are at its work.</summary>
internal sealed class TimedWorkers(ITileWorkers workers) : ITileWorkers
{
    private double _seconds;

    /// <inheritdoc/>
    public Task<T> Run<T>(Func<TileWorker, T> work) => workers.Run(worker =>
    {
        long start = Stopwatch.GetTimestamp();
        T result = work(worker);
        Interlocked.Exchange(ref _seconds, _seconds + Stopwatch.GetElapsedTime(start).TotalSeconds);
        return result;
    });

    /// <inheritdoc/>
    public Task<T> Access<T>(Func<T> access) => workers.Access(access);

    /// <summary>Seconds since the last call.</summary>
    public double Take() => Interlocked.Exchange(ref _seconds, 0);
}
