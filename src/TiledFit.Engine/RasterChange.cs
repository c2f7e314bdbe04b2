using TiledFit.Core;
using TiledFit.Data.Rasters;

namespace TiledFit.Engine;

/// <summary>Notices that a raster changes while it is fitted.</summary>
public static class RasterChange
{
    /// <summary>Whether a raster is what it was when its <see cref="IRaster.Fingerprint"/> was first asked.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public static void Check(IRaster raster)
    {
        if (raster.ComputeFingerprint() != raster.Fingerprint)
        {
            throw new InputException(
                $"{raster.Info.Path} has changed while it was being fitted; see that nothing writes to it, then fit "
                + "or submit it anew");
        }
    }
}
