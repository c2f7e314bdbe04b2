using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using TiledFit.Cluster.Jobs;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>Silos in processes of their own, and a client.</summary>
internal sealed class OrleansCluster : ITestCluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SiloProcess[] _silos;
    private readonly IHost _client;

    private OrleansCluster(SiloProcess[] silos, PostgresServer? postgres)
    {
        _silos = silos;
        Postgres = postgres;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = "tiledfit");
            client.UseStaticClustering([.. silos.Select(silo => new IPEndPoint(IPAddress.Loopback, silo.Gateway))]);
            client.UseConnectionRetryFilter((_, token) => Retry(token));
        });
        _client = builder.Build();
    }

    public PostgresServer? Postgres { get; }

    public IReadOnlyList<SiloProcess> Silos => _silos;

    private IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    private IJobIndexGrain Index => Grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key);

    public static async Task<ITestCluster> Start(string directory, int silos, PostgresServer? postgres)
    {
        var settings = new Dictionary<string, string>
        {
            ["Workers"] = "1",
            ["DrainSeconds"] = "2",
            ["KeepEnded"] = $"{ITestCluster.KeepEnded}",
        };
        if (postgres is not null)
        {
            settings["Clustering"] = "PostgreSQL";
            settings["ConnectionString"] = postgres.ConnectionString;
            settings["Storage__Root"] = Path.Combine(directory, "jobs");
        }

        int[] ports = Ports.Free(2 * silos);
        var cluster = new OrleansCluster(
            [.. Enumerable.Range(0, silos).Select(k => new SiloProcess(k, ports[2 * k], ports[2 * k + 1], settings))],
            postgres);
        try
        {
            await cluster.Begin();
            return cluster;
        }
        catch (Exception e)
        {
            string output = string.Join('\n', cluster._silos.Select(silo => silo.Output));
            await cluster.DisposeAsync();
            throw new InvalidOperationException($"The cluster does not start: {e.Message}\n{output}", e);
        }
    }

    public async Task<string> Submit(SmallFit fit, string output, string? key = null)
    {
        var spec = new JobSpec
        {
            Input = fit.Raster,
            Init = fit.Initial,
            Output = output,
            Tile = fit.Tile,
            Ring = fit.Ring,
            Background = fit.Background.Choice,
            MeshSize = fit.Background.MeshSize,
            Software = SmallFit.Software,
        };
        return (await Repeat(() => Index.Submit(spec, key))).Job.Id;
    }

    public async Task<JobView> Status(string job)
    {
        JobReport report = (await Repeat(() => Grains.GetGrain<IJobGrain>(job).Status()))!;
        return new JobView(
            report.Stage.ToString(), report.Figures?.Sweep ?? 0, report.Figures?.Phase ?? "", report.Reason,
            report.IsInputFault, report.Run);
    }

    public async Task<bool> Knows(string job) =>
        await Repeat(() => Index.Find(job)) is not null
        || await Repeat(() => Grains.GetGrain<IJobGrain>(job).Status()) is not null;

    public Task Cancel(string job) => Repeat(() => Grains.GetGrain<IJobGrain>(job).Cancel());

    public Task Resume(string job) => Repeat(() => Grains.GetGrain<IJobGrain>(job).Resume());

    public async Task<int> SiloOf(string job)
    {
        DetailedGrainStatistic[] grains = await Repeat(() => Grains.GetGrain<IManagementGrain>(0)
            .GetDetailedGrainStatistics());
        SiloAddress address = grains.First(grain =>
            grain.GrainType.Contains("JobGrain") && grain.GrainId.Key.ToString() == job).SiloAddress;
        return Array.FindIndex(_silos, silo => silo.Port == address.Endpoint.Port);
    }

    public async Task<int[]> TilesBySilo()
    {
        DetailedGrainStatistic[] grains = await Repeat(() => Grains.GetGrain<IManagementGrain>(0)
            .GetDetailedGrainStatistics());
        return
        [
            .. _silos.Select(silo => grains.Count(grain =>
                grain.GrainType.Contains("TileGrain") && grain.SiloAddress.Endpoint.Port == silo.Port)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        foreach (SiloProcess silo in _silos)
        {
            silo.Dispose();
        }

        Postgres?.Dispose();
    }

    private static async Task<bool> Retry(CancellationToken token)
    {
        await Task.Delay(250, token);
        return true;
    }

    private async Task Begin()
    {
        foreach (SiloProcess silo in _silos)
        {
            silo.Start();
        }

        await _client.StartAsync().WaitAsync(Patience);
        var management = Grains.GetGrain<IManagementGrain>(0);
        for (DateTime end = DateTime.UtcNow + Patience;
            DateTime.UtcNow < end && await Repeat(async () => (await management.GetHosts(true)).Count) < _silos.Length;)
        {
            await Task.Delay(250);
        }
    }

    // While silos come and go, requests may fail: every call may be repeated.
    private static async Task<T> Repeat<T>(Func<Task<T>> request)
    {
        for (DateTime end = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                return await request();
            }
            catch (Exception e) when (e is not JobConflictException && DateTime.UtcNow < end)
            {
                await Task.Delay(250);
            }
        }
    }
}
