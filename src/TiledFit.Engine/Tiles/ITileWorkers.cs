namespace TiledFit.Engine.Tiles;

/// <summary>A limited number of workers that do what takes a processor or a disk.</summary>
public interface ITileWorkers
{
    /// <summary>Has a worker do something as soon as one is free.</summary>
    Task<T> Run<T>(Func<TileWorker, T> work);

    /// <summary>Reads or writes what is stored; need not wait for a worker, which may be long at a step.</summary>
    Task<T> Access<T>(Func<T> access) => Run(_ => access());
}
