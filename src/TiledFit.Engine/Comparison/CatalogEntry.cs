using TiledFit.Core.Model;

namespace TiledFit.Engine.Comparison;

/// <summary>What a catalogue says of one object; only the position is sure to be known.</summary>
/// <param name="X">Centre's column, px (pixel centres at integers).</param>
/// <param name="Y">Centre's row, px.</param>
/// <param name="Amplitude">Peak, in the raster's units.</param>
/// <param name="SigmaMajor">Standard deviation along the major axis, px.</param>
/// <param name="SigmaMinor">Standard deviation along the minor axis, px.</param>
public readonly record struct CatalogEntry(
    double X, double Y, double? Amplitude = null, double? SigmaMajor = null, double? SigmaMinor = null)
{
    /// <summary>The entry of a Gaussian.</summary>
    public static CatalogEntry From(in Gaussian g) => new(g.X, g.Y, g.Amplitude, g.SigmaMajor, g.SigmaMinor);
}
