using Orleans.Runtime.Services;
using TiledFit.Cluster.Grains;

namespace TiledFit.Cluster.Hosting;

/// <summary>The agents of all silos.</summary>
internal sealed class JobAgents(IServiceProvider services, IClusterMembershipService membership)
    : GrainServiceClient<IJobAgent>(services)
{
    /// <summary>Stops a run of a job and all before it on every silo that is alive.</summary>
    /// <exception cref="TransientFailureException">One did not answer; it is to be tried again.</exception>
    public async Task Stop(string job, int run)
    {
        try
        {
            await Task.WhenAll(membership.CurrentSnapshot.Members.Values
                .Where(member => member.Status == SiloStatus.Active)
                .Select(member => GetGrainService(member.SiloAddress).Stop(job, run)));
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"a silo did not answer: {e.Message}", e);
        }
    }
}
