using System.Diagnostics;
using Orleans.Metadata;

namespace TiledFit.Cluster.Placement;

/// <summary>
/// Which silo a region and its tiles belong on: silo ⌊region·silos/regions⌋ of those alive, in the order of their
/// addresses. When silos come or go, grains move at their next order.
/// </summary>
internal sealed class SiloBlocks(
    IClusterMembershipService membership, IClusterManifestProvider manifests, ILocalSiloDetails local)
{
    // Silos learn of each other one after the other: who has just been placed stays for a while.
    private static readonly TimeSpan LeastStay = TimeSpan.FromSeconds(5);

    private (ClusterMembershipSnapshot Members, ClusterManifest Manifest, SiloAddress[] Silos)? _alive;

    /// <summary>The silos that are alive and known to take grains, in the order of their addresses.</summary>
    public SiloAddress[] Alive()
    {
        ClusterMembershipSnapshot members = membership.CurrentSnapshot;
        ClusterManifest manifest = manifests.Current;
        if (_alive is not { } alive || alive.Members != members || alive.Manifest != manifest)
        {
            _alive = alive = (members, manifest, Order(
                members.Members.Values.Where(member => member.Status == SiloStatus.Active)
                    .Select(member => member.SiloAddress)
                    .Where(manifest.Silos.ContainsKey)));
        }

        return alive.Silos;
    }

    /// <summary>Whether a grain that lives on this silo belongs on another.</summary>
    /// <param name="key">The grain.</param>
    /// <param name="activated">When it came to live here, as a time stamp.</param>
    public bool IsMisplaced(GrainKeys key, long activated) =>
        Stopwatch.GetElapsedTime(activated) > LeastStay
        && Alive() is { Length: > 0 } alive
        && !SiloOf(key, alive).Equals(local.SiloAddress);

    /// <summary>The silos in the order of their addresses; one that comes back gets its old place.</summary>
    public static SiloAddress[] Order(IEnumerable<SiloAddress> silos) =>
        [.. silos.OrderBy(silo => silo.Endpoint.ToString(), StringComparer.Ordinal)];

    /// <summary>The silo that a grain belongs on.</summary>
    /// <param name="key">The grain.</param>
    /// <param name="silos">The silos, in order.</param>
    public static SiloAddress SiloOf(GrainKeys key, SiloAddress[] silos) =>
        silos[(int)((long)key.Region * silos.Length / key.Regions)];
}
