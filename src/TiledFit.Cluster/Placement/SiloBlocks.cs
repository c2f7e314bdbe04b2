using Orleans.Runtime;

namespace TiledFit.Cluster.Placement;

/// <summary>
/// Which silo a region and its tiles belong on: silo ⌊region·silos/regions⌋ of those alive, in the order of their
/// addresses. When silos come or go, grains move at their next order.
/// </summary>
internal sealed class SiloBlocks(ISiloStatusOracle silos)
{
    /// <summary>Whether a grain that lives on this silo belongs on another.</summary>
    public bool IsMisplaced(GrainKeys key) =>
        Alive() is { Length: > 0 } alive && !SiloOf(key, alive).Equals(silos.SiloAddress);

    /// <summary>The silos that are alive.</summary>
    public SiloAddress[] Alive() => [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys];

    /// <summary>The silo that a grain belongs on.</summary>
    public static SiloAddress SiloOf(GrainKeys key, SiloAddress[] alive)
    {
        // By port and address, not by start: a silo that comes back gets its old block.
        SiloAddress[] ordered = [.. alive.OrderBy(silo => silo.Endpoint.ToString(), StringComparer.Ordinal)];
        return ordered[(int)((long)key.Region * ordered.Length / key.Regions)];
    }
}
