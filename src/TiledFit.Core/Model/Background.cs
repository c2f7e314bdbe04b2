using System.Text.Json.Serialization;

namespace TiledFit.Core.Model;

/// <summary>
/// The background b(x, y) = Level + SlopeX·(x − OriginX) + SlopeY·(y − OriginY), in the raster's units; the origin is
/// the raster's middle. Or a mesh, whose nodes are kept apart from what is said of it.
/// </summary>
/// <param name="Kind">Which of the terms are free.</param>
/// <param name="Level">Value at the origin.</param>
/// <param name="SlopeX">Change per column, raster units / px.</param>
/// <param name="SlopeY">Change per row, raster units / px.</param>
/// <param name="OriginX">Reference column, px.</param>
/// <param name="OriginY">Reference row, px.</param>
public sealed record Background(
    BackgroundKind Kind, double Level, double SlopeX, double SlopeY, double OriginX, double OriginY)
{
    /// <summary>No background.</summary>
    public static Background None { get; } = new(BackgroundKind.None, 0, 0, 0, 0, 0);

    /// <summary>The side that the mesh's cells should have, px; 0 without a mesh.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MeshSize { get; init; }

    /// <summary>The nodes; null without a mesh, and where they have to be looked up.</summary>
    [JsonIgnore]
    public BackgroundMesh? Mesh { get; init; }

    /// <summary>Whether it has terms that follow the components; a mesh is frozen.</summary>
    [JsonIgnore]
    public bool IsSolved => Kind is BackgroundKind.Constant or BackgroundKind.Plane;

    /// <summary>The background at a pixel.</summary>
    /// <exception cref="InvalidOperationException">It is a mesh whose nodes are not there.</exception>
    public double ValueAt(double x, double y) => Kind == BackgroundKind.Mesh
        ? RequireMesh().ValueAt(x, y)
        : Level + SlopeX * (x - OriginX) + SlopeY * (y - OriginY);

    /// <summary>The nodes.</summary>
    /// <exception cref="InvalidOperationException">It is no mesh, or they are not there.</exception>
    public BackgroundMesh RequireMesh() =>
        Mesh ?? throw new InvalidOperationException("the mesh's nodes are not there.");

    /// <summary>The background of a mesh.</summary>
    public static Background Of(BackgroundMesh mesh) =>
        None with { Kind = BackgroundKind.Mesh, MeshSize = mesh.Grid.Size, Mesh = mesh };
}
