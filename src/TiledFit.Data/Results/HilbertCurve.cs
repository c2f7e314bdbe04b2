namespace TiledFit.Data.Results;

/// <summary>Hilbert's space-filling curve: neighbours on the curve are neighbours in the plane.</summary>
internal static class HilbertCurve
{
    /// <summary>Bits of a coordinate.</summary>
    public const int Order = 31;

    /// <summary>Position on the curve of order 31 of the cell (x, y), both under 2³¹.</summary>
    /// <remarks>Bit by bit from the top, turning the quadrant each time (Warren 2013, §16–2).</remarks>
    public static ulong Index(uint x, uint y)
    {
        ulong index = 0;
        for (int bit = Order - 1; bit >= 0; bit--)
        {
            uint quadrantX = x >> bit & 1, quadrantY = y >> bit & 1;
            index = index << 2 | (3 * quadrantX ^ quadrantY);
            if (quadrantY == 0)
            {
                if (quadrantX == 1)
                {
                    (x, y) = (~x, ~y);
                }
                (x, y) = (y, x);
            }
        }
        return index;
    }
}
