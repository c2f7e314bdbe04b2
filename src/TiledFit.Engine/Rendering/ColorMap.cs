namespace TiledFit.Engine.Rendering;

/// <summary>Colours for the numbers from 0 to 1, interpolated between equally spaced control points.</summary>
internal sealed class ColorMap
{
    private readonly Rgb[] _points;

    private ColorMap(params int[] codes) => _points = Array.ConvertAll(codes, Rgb.Hex);

    /// <summary>
    /// Perceptually uniform, dark violet to yellow: viridis (Smith and van der Walt 2015, CC0) at every 1/16.
    /// </summary>
    public static ColorMap Viridis { get; } = new(
        0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
        0x1FA088, 0x28AE80, 0x3FBC73, 0x5EC962, 0x84D44B, 0xADDC30, 0xD8E219, 0xFDE725);

    /// <summary>Diverging, blue over white to red: RdBu reversed (Brewer, ColorBrewer 2.0, 11 classes).</summary>
    public static ColorMap BlueWhiteRed { get; } = new(
        0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F);

    /// <summary>Where there are no data.</summary>
    public static Rgb NoData { get; } = Rgb.Hex(0xD0D0D0);

    /// <summary>
    /// The colour of a share of the range; beyond its ends the end's colour, NaN the one for no data.
    /// </summary>
    public Rgb ColorAt(double share)
    {
        if (double.IsNaN(share))
        {
            return NoData;
        }

        double position = Math.Clamp(share, 0, 1) * (_points.Length - 1);
        int below = Math.Min((int)position, _points.Length - 2);
        return _points[below].Towards(_points[below + 1], position - below);
    }
}
