using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Engine.Tiles;

/// <summary>
/// What an owner asks of the owners of the tiles beside it and tells them, and whoever owns its own tile by now. None of it makes them wait for anyone; all of
/// it may fail, or happen twice.
/// </summary>
public interface ITileNeighbours
{
    /// <summary>The components of a tile that matter to another, with all steps of the sweep so far.</summary>
    Task<IReadOnlyList<Component>> SeenBy(int tile, int asker);

    /// <summary>Tells a tile what a step changed of its components; it has taken note when the task ends.</summary>
    Task Tell(int tile, TileStepResult part);

    /// <summary>Tells the owner of a tile that the tile's step of a sweep, or what it owns after the sweep, is stored; it
    /// has taken note when the task ends.</summary>
    Task NoteStored(int tile, int sweep, bool isClosed);

    /// <summary>The components that leave a tile for another at the end of a sweep.</summary>
    Task<IReadOnlyList<Component>> DeparturesTo(int tile, int sweep, int asker);
}
