using TiledFit.Core.Model;

namespace TiledFit.Data.Results;

/// <summary>The columns of <c>background.parquet</c>, whose rows are the nodes of a mesh, row by row.</summary>
internal static class MeshTable
{
    public static IReadOnlyList<TableColumn<MeshNode>> Columns { get; } =
    [
        TableColumn<MeshNode>.Double("x", "px", node => node.X),
        TableColumn<MeshNode>.Double("y", "px", node => node.Y),
        TableColumn<MeshNode>.Double("value", "value", node => node.Value),
        TableColumn<MeshNode>.Double("rms", "value", node => node.Noise),
    ];

    public static MeshNode[] Nodes(BackgroundMesh mesh)
    {
        var nodes = new MeshNode[mesh.Values.Length];
        for (int k = 0; k < nodes.Length; k++)
        {
            (int row, int column) = int.DivRem(k, mesh.Grid.Columns);
            nodes[k] = new MeshNode(
                mesh.Grid.NodeX(column), mesh.Grid.NodeY(row), mesh.Values[k], mesh.Noise[k]);
        }

        return nodes;
    }

    public static IEnumerable<MeshNode> Rows(RowGroupColumns group)
    {
        double[] x = group.Double("x"), y = group.Double("y"), value = group.Double("value");
        double[] noise = group.Double("rms");
        return Enumerable.Range(0, x.Length).Select(i => new MeshNode(x[i], y[i], value[i], noise[i]));
    }
}
