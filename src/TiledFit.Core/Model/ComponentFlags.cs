namespace TiledFit.Core.Model;

/// <summary>What happened to a component; the bits of the result column <c>flags</c>.</summary>
[Flags]
public enum ComponentFlags
{
    /// <summary>Nothing of note.</summary>
    None = 0,

    /// <summary>The support reaches over the raster's edge.</summary>
    ClippedByEdge = 1,

    /// <summary>The support contains pixels without data.</summary>
    TouchesNoData = 2,

    /// <summary>Held where it is, since its support would have left the reach of the tile; its amplitude is free.</summary>
    AtReach = 4,

    /// <summary>Found by the automatic start or by growth, rather than given by the user.</summary>
    Grown = 8,
}
