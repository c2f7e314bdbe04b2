namespace TiledFit.Engine.Rendering;

/// <summary>An 8-bit sRGB colour.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>A colour from 0xRRGGBB.</summary>
    public static Rgb Hex(int code) => new((byte)(code >> 16), (byte)(code >> 8), (byte)code);

    /// <summary>A grey.</summary>
    public static Rgb Grey(double level)
    {
        byte value = (byte)Math.Clamp(Math.Round(level), 0, 255);
        return new Rgb(value, value, value);
    }

    /// <summary>The colour a share of the way from this one to another.</summary>
    public Rgb Towards(Rgb other, double share) =>
        new(Mix(R, other.R, share), Mix(G, other.G, share), Mix(B, other.B, share));

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
