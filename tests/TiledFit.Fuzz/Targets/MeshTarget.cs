using TiledFit.Core.Model;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Fuzz.Targets;

/// <summary>The nodes of a background's mesh in a journal.</summary>
internal sealed class MeshTarget() : StoredTarget("mesh")
{
    private static readonly MeshGrid Grid = new(200, 140, 64);

    public override IReadOnlyList<byte[]> Corpus { get; } =
        [MeshFormat.Write(new BackgroundMesh(Grid, [1, 2, 3, 4, 5, 6], [1, 1, 2, 2, 1, 1]))];

    public override void Parse(byte[] input) => MeshFormat.Read(input, Grid);
}
