using Orleans.Runtime;

namespace TiledFit.Cluster.Placement;

/// <summary>
/// Which silo a region and its tiles belong on: silo ⌊region·silos/regions⌋ of those alive, in the order of their
/// addresses. When silos come or go, grains move at their next order.
/// </summary>
internal sealed class SiloBlocks(IClusterMembershipService membership, ILocalSiloDetails local)
{
    private (ClusterMembershipSnapshot Of, SiloAddress[] Silos)? _alive;

    /// <summary>The silos that are alive, in the order of their addresses.</summary>
    public SiloAddress[] Alive()
    {
        ClusterMembershipSnapshot now = membership.CurrentSnapshot;
        if (_alive is not { } alive || alive.Of != now)
        {
            _alive = alive = (now, Order(
                now.Members.Values.Where(member => member.Status == SiloStatus.Active)
                    .Select(member => member.SiloAddress)));
        }

        return alive.Silos;
    }

    /// <summary>Whether a grain that lives on this silo belongs on another.</summary>
    public bool IsMisplaced(GrainKeys key) =>
        Alive() is { Length: > 0 } alive && !SiloOf(key, alive).Equals(local.SiloAddress);

    /// <summary>The silos in the order of their addresses; one that comes back gets its old place.</summary>
    public static SiloAddress[] Order(IEnumerable<SiloAddress> silos) =>
        [.. silos.OrderBy(silo => silo.Endpoint.ToString(), StringComparer.Ordinal)];

    /// <summary>The silo that a grain belongs on.</summary>
    /// <param name="key">The grain.</param>
    /// <param name="silos">The silos, in order.</param>
    public static SiloAddress SiloOf(GrainKeys key, SiloAddress[] silos) =>
        silos[(int)((long)key.Region * silos.Length / key.Regions)];
}
