using Orleans.Concurrency;

namespace TiledFit.Cluster.Grains;

/// <summary>
/// The owner of a tile. No call waits for a solve; orders travel as JSON, components as bytes of the journal's format.
/// </summary>
internal interface ITileGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts on an order; its report goes to the tile's region. An order that is under way is ignored.
    /// </summary>
    /// <returns>False when the tile is about to move to another silo; the order is to be given again.</returns>
    Task<bool> Carry(int run, Immutable<byte[]> order);

    /// <summary>The components that matter to a neighbour, with all steps of the sweep so far.</summary>
    Task<Immutable<byte[]>> SeenBy(int run, int asker);

    /// <summary>Takes note of what a neighbour's step changed.</summary>
    Task Tell(int run, Immutable<byte[]> part);

    /// <summary>Takes note that the tile's step of a sweep, or what it owns after the sweep, is stored.</summary>
    Task NoteStored(int run, int sweep, bool isClosed);

    /// <summary>The components that leave for a neighbour at the end of a sweep.</summary>
    Task<Immutable<byte[]>> DeparturesTo(int run, int sweep, int asker);
}
