namespace TiledFit.Cluster.Grains;

/// <summary>What a region stores: its state after the last order that it answered.</summary>
[GenerateSerializer]
internal sealed class RegionRecord
{
    /// <summary>The pure state, as JSON; null before the first order.</summary>
    [Id(0)]
    public byte[]? State { get; set; }

    /// <summary>Seconds that workers were at each tile's steps, in the tiles' order.</summary>
    [Id(1)]
    public double[] Seconds { get; set; } = [];
}
