namespace TiledFit.Tiling;

/// <summary>What the user asked for as background.</summary>
public enum BackgroundChoice
{
    /// <summary>The data decide between none, constant and plane.</summary>
    Auto,

    /// <summary>No background.</summary>
    None,

    /// <summary>One constant.</summary>
    Constant,

    /// <summary>A plane.</summary>
    Plane,

    /// <summary>A mesh, estimated once and then frozen.</summary>
    Mesh,
}
