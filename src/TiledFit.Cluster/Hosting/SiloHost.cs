using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;
using TiledFit.Cluster.Jobs;
using TiledFit.Cluster.Placement;
using TiledFit.Core;
using TiledFit.Engine.Tiles;

namespace TiledFit.Cluster.Hosting;

/// <summary>Puts a silo together.</summary>
internal static class SiloHost
{
    private const string Invariant = "Npgsql";

    /// <summary>A silo, ready to be run.</summary>
    /// <param name="arguments">Settings such as <c>--Silo:Port=11112</c>.</param>
    /// <exception cref="InputException">A setting cannot be used.</exception>
    public static IHost Build(string[] arguments)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        SiloSettingsReader.AddSources(builder.Configuration, AppContext.BaseDirectory, arguments);
        SiloSettings settings = SiloSettingsReader.Read(builder.Configuration);
        // It warns at every start that the server's garbage collector is off; the project file has the reason.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        ConfigureServices(builder.Services, settings, builder.Configuration);
        builder.UseOrleans(silo => Configure(silo, settings));
        return builder.Build();
    }

    /// <summary>Runs a silo until it is told to stop.</summary>
    /// <exception cref="InputException">Its storage, its database or its ports cannot be used.</exception>
    public static async Task RunAsync(IHost host)
    {
        SiloSettings settings = host.Services.GetRequiredService<SiloSettings>();
        SettingOrigins origins = host.Services.GetRequiredService<SettingOrigins>();
        StorageCheck.Run(settings, origins);
        if (settings.Kind == ClusteringKind.PostgreSQL)
        {
            await ActivatorUtilities.CreateInstance<DatabaseCheck>(host.Services).RunAsync();
        }

        // Last, for they may be taken while PostgreSQL is waited for.
        PortCheck.Run(settings, origins);
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.RunAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or OrleansLifecycleCanceledException
            && lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it had joined: there is nothing to hand over.
        }
    }

    private static void ConfigureServices(
        IServiceCollection services, SiloSettings settings, IConfigurationRoot configuration)
    {
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(settings.DrainSeconds + 20));
        services.AddSingleton(settings);
        services.AddSingleton(new SettingOrigins(configuration));
        services.AddSingleton<WorkerPool>();
        services.AddSingleton<ITileWorkers>(provider => provider.GetRequiredService<WorkerPool>());
        services.AddSingleton<JournalStore>();
        services.AddSingleton<JobContexts>();
        services.AddSingleton<JobLifecycle>();
        services.AddSingleton<JobAgents>();
        services.AddSingleton<SiloBlocks>();
        services.AddSingleton<ClusterMetrics>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloDrain>();
        services.AddHostedService<TelemetryExport>();
    }

    private static void Configure(ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = settings.ClusterId;
            cluster.ServiceId = settings.ServiceId;
        });
        if (settings.Kind == ClusteringKind.Memory)
        {
            ConfigureMemory(silo, settings);
        }
        else
        {
            ConfigurePostgres(silo, settings.ConnectionString!);
        }

        // After the clustering in memory, which would have loopback.
        silo.ConfigureEndpoints(settings.ListenAddress, settings.Port, settings.GatewayPort);
        silo.Configure<ClusterMembershipOptions>(FailureDetection.Configure);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        silo.AddPlacementDirector<BlockPlacement, BlockPlacementDirector>();
        silo.AddGrainService<JobAgent>();
        silo.Services.AddHostedService<JobWaker>();
    }

    private static void ConfigureMemory(ISiloBuilder silo, SiloSettings settings)
    {
        silo.UseLocalhostClustering(
            settings.Port, settings.GatewayPort, new IPEndPoint(settings.ListenAddress, settings.Port),
            settings.ServiceId, settings.ClusterId);
        silo.AddMemoryGrainStorage(SiloStorage.Name);
        silo.UseInMemoryReminderService();
    }

    private static void ConfigurePostgres(ISiloBuilder silo, string connection)
    {
        // So that callers hear why nothing can be stored.
        silo.Services.Configure<ExceptionSerializationOptions>(
            exceptions => exceptions.SupportedNamespacePrefixes.Add(Invariant));
        silo.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = Invariant;
            clustering.ConnectionString = connection;
        });
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, AbandonedCluster>();
        silo.UseAdoNetReminderService(reminders =>
        {
            reminders.Invariant = Invariant;
            reminders.ConnectionString = connection;
        });
        silo.AddAdoNetGrainStorage(SiloStorage.Name, options => options.Configure<Serializer>((storage, serializer) =>
        {
            storage.Invariant = Invariant;
            storage.ConnectionString = connection;
            storage.DeleteStateOnClear = true;
            storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
    }
}
