using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TiledFit.Core;
#if HasOrleans
using TiledFit.Server.Engines.Cluster;
#endif
using TiledFit.Server.Engines.Embedded;
using TiledFit.Server.Files;
using TiledFit.Server.Jobs;
using TiledFit.Server.Telemetry;

namespace TiledFit.Server.Engines;

/// <summary>Chooses what runs the jobs.</summary>
internal static class JobEngineFactory
{
    /// <summary>Makes the engine that the settings ask for.</summary>
    /// <param name="services">Has what an engine needs of the server.</param>
    /// <param name="settings">Which engine, and its limits.</param>
    /// <param name="threads">Worker threads of a fit in this process.</param>
    /// <param name="software">Name and version, for manifests.</param>
    /// <exception cref="InputException">This build has no such engine, or it cannot be used.</exception>
    public static IJobEngine Create(
        IServiceProvider services, ServerSettings settings, int threads, string software)
    {
        if (settings.Cluster)
        {
#if HasOrleans
            var silos = new SiloConnection(settings.Silos, services.GetRequiredService<ILoggerFactory>());
            return new ClusterEngine(
                silos, settings.MaxQueued, services.GetRequiredService<FilePolicy>().Drivers, software,
                services.GetRequiredService<ServerMetrics>());
#else
            throw new InputException(
                "--cluster needs Orleans, which this build is without: its package feed lacked it; "
                + "leave --cluster out");
#endif
        }

        var store = new JobStore(settings.State);
        var runner = new JobRunner(
            services.GetRequiredService<JobRules>(), store, threads, software,
            services.GetRequiredService<ILogger<JobRunner>>());
        return new EmbeddedEngine(
            settings, store, runner, services.GetRequiredService<ServerMetrics>(),
            services.GetRequiredService<ILogger<EmbeddedEngine>>());
    }
}
