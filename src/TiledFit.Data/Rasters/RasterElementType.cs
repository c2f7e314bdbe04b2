namespace TiledFit.Data.Rasters;

/// <summary>What a raster is written as.</summary>
public enum RasterElementType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}
