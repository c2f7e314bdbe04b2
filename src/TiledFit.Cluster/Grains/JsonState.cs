namespace TiledFit.Cluster.Grains;

/// <summary>A stored state as bytes.</summary>
[GenerateSerializer]
internal sealed class JsonState
{
    /// <summary>The state, as JSON; null before the first.</summary>
    [Id(0)]
    public byte[]? Json { get; set; }
}
