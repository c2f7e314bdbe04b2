using Orleans.Runtime.Services;
using TiledFit.Cluster.Grains;
using TiledFit.Cluster.Placement;

namespace TiledFit.Cluster.Hosting;

/// <summary>The agents of all silos.</summary>
internal sealed class JobAgents(IServiceProvider services, SiloBlocks silos) : GrainServiceClient<IJobAgent>(services)
{
    /// <summary>Stops a run of a job and all before it on every silo that is alive.</summary>
    /// <exception cref="TransientFailureException">One did not answer; it is to be tried again.</exception>
    public async Task Stop(string job, int run)
    {
        try
        {
            await Task.WhenAll(silos.Alive().Select(silo => GetGrainService(silo).Stop(job, run)));
        }
        catch (Exception e)
        {
            throw new TransientFailureException($"a silo did not answer: {e.Message}", e);
        }
    }
}
