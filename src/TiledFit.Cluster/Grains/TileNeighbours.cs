using Orleans.Concurrency;
using TiledFit.Cluster.Jobs;
using TiledFit.Cluster.Placement;
using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;
using TiledFit.Engine.Journals;
using TiledFit.Engine.Tiles;

namespace TiledFit.Cluster.Grains;

/// <summary>The neighbours of a tile as grains.</summary>
internal sealed class TileNeighbours(IGrainFactory grains, JobContext context) : ITileNeighbours
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Component>> SeenBy(int tile, int asker) => JournalFormat.ReadComponents(
        (await Ask(tile, neighbour => neighbour.SeenBy(context.Run, asker))).Value);

    /// <inheritdoc/>
    public Task Tell(int tile, TileStepResult part) => Ask(tile, async neighbour =>
    {
        await neighbour.Tell(context.Run, JournalFormat.Write(part).AsImmutable());
        return true;
    });

    /// <inheritdoc/>
    public Task NoteStored(int tile, int sweep, bool isClosed) => Ask(tile, async owner =>
    {
        await owner.NoteStored(context.Run, sweep, isClosed);
        return true;
    });

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Component>> DeparturesTo(int tile, int sweep, int asker) =>
        JournalFormat.ReadComponents(
            (await Ask(tile, neighbour => neighbour.DeparturesTo(context.Run, sweep, asker))).Value);

    private async Task<T> Ask<T>(int tile, Func<ITileGrain, Task<T>> question)
    {
        try
        {
            return await question(grains.GetGrain<ITileGrain>(KeyOf(tile)));
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"tile {tile} did not answer: {e.Message}", e);
        }
    }

    private string KeyOf(int tile) => GrainKeys.OfTile(
        context.Job, context.Regions.Count, context.Regions.RegionOf(tile), tile);
}
