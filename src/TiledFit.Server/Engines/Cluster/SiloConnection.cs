using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization;
using TiledFit.Cluster.Jobs;
using TiledFit.Core;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Engines.Cluster;

/// <summary>
/// The way to the silos' grains. It is looked for until it is found, however long that takes; when silos go and come,
/// the Orleans client finds those that are there.
/// </summary>
internal sealed partial class SiloConnection : IAsyncDisposable
{
    private const string NoSilo = "no silo of the cluster answers";
    private const string NoDatabase = "the cluster's database cannot be reached";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1), GatewayRefresh = TimeSpan.FromSeconds(2);

    private readonly ServiceProvider _services;
    private readonly IHostedService _client;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _connect = Task.CompletedTask;
    private volatile bool _isConnected;
    private volatile string? _problem;

    /// <summary>Nothing is looked for yet.</summary>
    /// <exception cref="InputException">A setting cannot be used.</exception>
    public SiloConnection(ClusterSettings settings, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<SiloConnection>();
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(IJobGrain).Assembly));
        services.Configure<ExceptionSerializationOptions>(
            exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(Npgsql)));
        Action<IClientBuilder> findSilos = FindSilos(settings);
        services.AddOrleansClient(client =>
        {
            findSilos(client);
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = settings.ClusterId;
                cluster.ServiceId = settings.ServiceId;
            });
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewayRefresh);
            client.Configure<ClientMessagingOptions>(
                messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
            client.UseConnectionRetryFilter(RetryAsync);
        });
        // Not in the server's own container: a server starts, and serves probes, while there is no silo.
        _services = services.BuildServiceProvider();
        _client = _services.GetServices<IHostedService>().Single();
    }

    /// <summary>Begins to look for silos, and returns at once.</summary>
    public void Start() => _connect = ConnectAsync();

    /// <summary>Asks a grain.</summary>
    /// <param name="request">The request; it may be made twice.</param>
    /// <param name="cancellation">The client has left.</param>
    /// <exception cref="JobConflictException">The grain refuses.</exception>
    /// <exception cref="JobRefusedException">No silo answers, or none can store anything.</exception>
    public async Task<T> AskAsync<T>(Func<IGrainFactory, Task<T>> request, CancellationToken cancellation)
    {
        if (!_isConnected)
        {
            throw new JobRefusedException(JobRefusal.Unavailable, _problem ?? NoSilo);
        }

        try
        {
            T answer = await request(_services.GetRequiredService<IGrainFactory>()).WaitAsync(cancellation);
            NoteAnswer();
            return answer;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or DbException)
        {
            throw new JobRefusedException(JobRefusal.Unavailable, Note(e));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _connect;
        if (_isConnected)
        {
            await _client.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        _stop.Dispose();
    }

    private static Action<IClientBuilder> FindSilos(ClusterSettings settings)
    {
        if (!settings.HasDatabase)
        {
            var gateway = settings.ParseGateway();
            return client => client.UseStaticClustering(gateway);
        }

        return client => client.UseAdoNetClustering(clustering =>
        {
            clustering.Invariant = nameof(Npgsql);
            clustering.ConnectionString = settings.ConnectionString;
        });
    }

    private async Task ConnectAsync()
    {
        try
        {
            await _client.StartAsync(_stop.Token);
            _isConnected = true;
            NoteAnswer();
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The server stops before a silo was found.
        }
        catch (Exception e)
        {
            LogFailed(_logger, e);
        }
    }

    private async Task<bool> RetryAsync(Exception e, CancellationToken cancellation)
    {
        Note(e);
        await Task.Delay(Retry, cancellation);
        return !_stop.IsCancellationRequested;
    }

    // The log hears of it once, not at every attempt.
    private string Note(Exception e)
    {
        string problem = IsOfDatabase(e) ? NoDatabase : NoSilo;
        if (_problem != problem)
        {
            _problem = problem;
            LogProblem(_logger, problem, e.Message.ReplaceLineEndings(" "));
        }

        return problem;
    }

    private static bool IsOfDatabase(Exception? e) =>
        e is not null && (e is DbException || IsOfDatabase(e.InnerException));

    private void NoteAnswer()
    {
        if (_problem is not null)
        {
            _problem = null;
            LogAnswer(_logger);
        }
    }

    [LoggerMessage(LogLevel.Information, "The cluster answers")]
    private static partial void LogAnswer(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "{Problem}: {Reason}")]
    private static partial void LogProblem(ILogger logger, string problem, string reason);

    [LoggerMessage(LogLevel.Critical, "The client of the cluster has failed")]
    private static partial void LogFailed(ILogger logger, Exception e);
}
