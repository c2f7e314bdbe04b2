namespace TiledFit.Data.Rasters.Isolation;

/// <summary>What is asked of a reader, and what it answers.</summary>
internal enum FrameKind : byte
{
    /// <summary>The reader has started; nobody asks for it.</summary>
    Ready = 1,

    /// <summary>Asks to open a raster: <see cref="OpenRequest"/> as JSON. The answer is <see cref="Described"/>.
    /// </summary>
    Open,

    /// <summary>Asks for a window: X, Y, width and height as four 32-bit integers. The answer is one or more
    /// <see cref="Values"/>.</summary>
    Read,

    /// <summary>Asks for the fingerprint as it is now. The answer is <see cref="Fingerprinted"/>.</summary>
    Fingerprint,

    /// <summary>The raster is open: <see cref="RasterInfo"/> as JSON.</summary>
    Described,

    /// <summary>The next rows of the window, doubles.</summary>
    Values,

    /// <summary>The fingerprint, text.</summary>
    Fingerprinted,

    /// <summary>The message of an <see cref="Core.InputException"/>, text.</summary>
    Refused,
}
