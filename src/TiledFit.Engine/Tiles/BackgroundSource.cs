using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine.Tiles;

/// <summary>
/// Gives backgrounds, of which orders and states say the form alone, the nodes of their mesh: they are read from the
/// journal once, however many tiles ask. Safe to use from several threads.
/// </summary>
/// <param name="journal">The job's journal.</param>
/// <param name="raster">What is fitted.</param>
public sealed class BackgroundSource(IJobJournal journal, RasterInfo raster)
{
    private readonly Lock _only = new();
    private BackgroundMesh? _mesh;

    /// <summary>A background as it is evaluated.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold its mesh.</exception>
    public Background Of(Background background) => background.Kind == BackgroundKind.Mesh
        ? background with { Mesh = MeshOf(background.MeshSize) }
        : background;

    /// <summary>An order as it is carried out.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold its background's mesh.</exception>
    public StepTile Of(StepTile order) => order with { Background = Of(order.Background) };

    /// <summary>An order as it is carried out.</summary>
    /// <exception cref="InvalidDataException">The journal does not hold its background's mesh.</exception>
    public CountTile Of(CountTile order) => order with { Background = Of(order.Background) };

    private BackgroundMesh MeshOf(int size)
    {
        lock (_only)
        {
            return _mesh ??= journal.ReadMesh(new MeshGrid(raster.Width, raster.Height, size));
        }
    }
}
