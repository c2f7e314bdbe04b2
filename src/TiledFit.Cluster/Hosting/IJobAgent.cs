using Orleans.Services;

namespace TiledFit.Cluster.Hosting;

/// <summary>On every silo, by its address: stops what runs there, wherever its grains are.</summary>
internal interface IJobAgent : IGrainService
{
    /// <summary>Stops a run of a job and all before it.</summary>
    Task Stop(string job, int run);
}
