namespace TiledFit.Tiling;

/// <summary>What a fit is asked to do; the defaults are those of the command line.</summary>
public sealed record FitOptions
{
    /// <summary>Ceiling on the number of components, or null.</summary>
    public int? Components { get; init; }

    /// <summary>Growth stops at this root mean square residual, raster units, or null.</summary>
    public double? Rmse { get; init; }

    /// <summary>T, px: the side of a tile's core; 0 makes the whole raster one tile.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>ρ, px: components of neighbours this near to the core are freed as well.</summary>
    public int Ring { get; init; } = 32;

    /// <summary>Worker threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Limit on sweeps, growth included.</summary>
    public int MaxSweeps { get; init; } = 200;

    /// <summary>Settled below this relative decrease of E over a sweep.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The background's form.</summary>
    public BackgroundChoice Background { get; init; } = BackgroundChoice.Auto;
}
