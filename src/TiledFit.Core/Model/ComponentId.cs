namespace TiledFit.Core.Model;

/// <summary>
/// Identities of new components, (tile, sweep, ordinal) packed into 63 bits: 27 + 14 + 22. Given components keep their
/// row number, which leaves the tile field zero.
/// </summary>
public static class ComponentId
{
    private const int OrdinalBits = 22, SweepBits = 14;

    /// <summary>Last sweep in which components can be added.</summary>
    public const int MaxSweep = (1 << SweepBits) - 1;

    /// <summary>Largest number of components that one tile can add in one sweep.</summary>
    public const int MaxOrdinal = (1 << OrdinalBits) - 1;

    /// <summary>The identity of the <paramref name="ordinal"/>-th component that a tile adds in a sweep.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A field does not fit its bits.</exception>
    public static long Create(int tile, int sweep, int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tile, (1 << 27) - 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sweep, MaxSweep);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ordinal, MaxOrdinal);
        return ((long)(tile + 1) << (SweepBits + OrdinalBits)) | ((long)sweep << OrdinalBits) | (long)ordinal;
    }
}
