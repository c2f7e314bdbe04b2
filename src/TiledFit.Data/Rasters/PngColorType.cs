namespace TiledFit.Data.Rasters;

/// <summary>The channels of a PNG image with 8 bits a channel, by PNG's own numbers.</summary>
public enum PngColorType : byte
{
    /// <summary>One byte a pixel.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>Red, green, blue, opacity (not premultiplied).</summary>
    Rgba = 6,
}
