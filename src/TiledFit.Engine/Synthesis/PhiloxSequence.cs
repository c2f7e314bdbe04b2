using TiledFit.Core.Numerics;

namespace TiledFit.Engine.Synthesis;

/// <summary>
/// The random numbers that belong to one item (a component, a pair of pixels) of one stream: Philox4x32-10, a
/// counter-based generator (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"), with
/// the seed as key and (item, draw, stream) as counter. Any item's numbers can be had at any time, in any order.
/// </summary>
/// <param name="seed">Key.</param>
/// <param name="stream">What the numbers are for.</param>
/// <param name="item">Which of the items.</param>
internal struct PhiloxSequence(ulong seed, RandomStream stream, ulong item)
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    private uint _draw;

    /// <summary>Two independent numbers, uniform in [0, 1), multiples of 2⁻⁵³.</summary>
    public (double First, double Second) NextUniformPair()
    {
        (uint x0, uint x1, uint x2, uint x3) = Block(
            ((uint)item, (uint)(item >> 32), _draw++, (uint)stream), ((uint)seed, (uint)(seed >> 32)));
        return (ToUniform(x0, x1), ToUniform(x2, x3));
    }

    /// <summary>A point uniform in the unit disc without its centre, and its squared distance from there.</summary>
    public (double X, double Y, double SquaredRadius) NextInUnitDisc()
    {
        while (true)
        {
            (double first, double second) = NextUniformPair();
            double x = 2 * first - 1, y = 2 * second - 1, s = x * x + y * y;
            if (s < 1 && s > 0)
            {
                return (x, y, s);
            }
        }
    }

    /// <summary>Two independent standard normal numbers (Marsaglia and Bray 1964, the polar method).</summary>
    public (double First, double Second) NextNormalPair()
    {
        (double x, double y, double s) = NextInUnitDisc();
        double scale = Math.Sqrt(-2 * DeterministicMath.Log(s) / s);
        return (x * scale, y * scale);
    }

    /// <summary>The generator's bijection of 128 bits, ten rounds.</summary>
    internal static (uint X0, uint X1, uint X2, uint X3) Block(
        (uint X0, uint X1, uint X2, uint X3) counter, (uint K0, uint K1) key)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        (uint k0, uint k1) = key;
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * x0, product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ k0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ k1;
            x3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    private static double ToUniform(uint low, uint high) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1L << 53));
}
