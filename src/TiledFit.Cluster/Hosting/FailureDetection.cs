using Orleans.Configuration;

namespace TiledFit.Cluster.Hosting;

/// <summary>
/// How silos notice that one of them has died. Each is probed once a second by up to ten others, and is declared dead
/// after three probes in a row have gone unanswered and two silos agree: some four seconds after its death, where the
/// default is half a minute. Three seconds of silence are far beyond a garbage collection or a busy processor, as the
/// workers leave the grains' threads their share. Probes need no PostgreSQL; a declaration does, and waits for it.
/// </summary>
internal static class FailureDetection
{
    /// <summary>Sets the options.</summary>
    public static void Configure(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;

        // Where gossip of a change got lost: the table is read again.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(30);
    }
}
