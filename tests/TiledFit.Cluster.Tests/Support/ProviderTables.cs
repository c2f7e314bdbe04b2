#if HasOrleans
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;
using Orleans.Storage;

namespace TiledFit.Cluster.Tests.Support;

/// <summary>Orleans' own providers over a PostgreSQL with our schema, from a silo in this process.</summary>
internal sealed class ProviderTables : IAsyncDisposable
{
    private const string Invariant = "Npgsql", StoreName = "store";

    private readonly PostgresServer _postgres = PostgresServer.Start();
    private readonly IHost _silo;

    private ProviderTables(bool deleteOnClear)
    {
        string connection = _postgres.ConnectionString;
        int[] ports = Ports.Free(2);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("tables", "tables"))
            .ConfigureEndpoints(IPAddress.Loopback, ports[0], ports[1])
            .UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, connection))
            .UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Invariant, connection))
            .AddAdoNetGrainStorage(StoreName, o =>
                (o.Invariant, o.ConnectionString, o.DeleteStateOnClear) = (Invariant, connection, deleteOnClear)));
        _silo = builder.Build();
    }

    public IGrainStorage States => _silo.Services.GetRequiredKeyedService<IGrainStorage>(StoreName);

    public IReminderTable Reminders => _silo.Services.GetRequiredService<IReminderTable>();

    public static async Task<ProviderTables> Start(bool deleteOnClear = false)
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        var tables = new ProviderTables(deleteOnClear);
        await tables._silo.StartAsync();
        return tables;
    }

    /// <summary>The member list of a cluster that has no members yet.</summary>
    public async Task<IMembershipTable> MembersOf(string cluster)
    {
        var table = ActivatorUtilities.CreateInstance<AdoNetClusteringTable>(
            _silo.Services,
            Options.Create(new ClusterOptions { ClusterId = cluster, ServiceId = cluster }),
            Options.Create(new AdoNetClusteringSiloOptions
            {
                Invariant = Invariant,
                ConnectionString = _postgres.ConnectionString,
            }));
        await table.InitializeMembershipTable(true);
        return table;
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
        _postgres.Dispose();
    }
}
#endif
