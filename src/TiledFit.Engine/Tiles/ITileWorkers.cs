namespace TiledFit.Engine.Tiles;

/// <summary>A limited number of workers that do what takes a processor or a disk.</summary>
public interface ITileWorkers
{
    /// <summary>Has a worker do something as soon as one is free.</summary>
    Task<T> Run<T>(Func<TileWorker, T> work);
}
