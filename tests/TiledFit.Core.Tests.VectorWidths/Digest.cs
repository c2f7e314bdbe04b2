namespace TiledFit.Core.Tests.VectorWidths;

/// <summary>FNV-1a over the bits of doubles: equal for equal bits, different for almost all others.</summary>
internal static class Digest
{
    public static ulong Of(ReadOnlySpan<double> values)
    {
        ulong hash = 14695981039346656037;
        foreach (double value in values)
        {
            ulong bits = BitConverter.DoubleToUInt64Bits(value);
            for (int shift = 0; shift < 64; shift += 8)
            {
                hash = (hash ^ ((bits >> shift) & 0xff)) * 1099511628211;
            }
        }

        return hash;
    }
}
