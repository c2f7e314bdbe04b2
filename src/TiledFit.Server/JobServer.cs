using System.Globalization;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TiledFit.Core;
using TiledFit.Server.Engines;
using TiledFit.Server.Files;
using TiledFit.Server.Http;
using TiledFit.Server.Jobs;
using TiledFit.Server.Telemetry;
using TiledFit.Tiling;

namespace TiledFit.Server;

/// <summary>A running server: jobs behind an HTTP API.</summary>
public sealed class JobServer : IAsyncDisposable
{
    /// <summary>Bytes of a request's body.</summary>
    internal const long LargestBody = 64 << 10;

    private const int LargestHeaders = 16 << 10, LargestRequestLine = 8 << 10, MostConnections = 1000;
    private const string Health = "/healthz", Readiness = "/readyz";
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly WebApplication _application;

    private JobServer(WebApplication application) => _application = application;

    /// <summary>Where it listens, with the port it got.</summary>
    public string Url => _application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts one. Nothing of ASP.NET's usual configuration is read: what is not in the settings is fixed.
    /// </summary>
    /// <param name="settings">Where it listens, what it may touch, and its limits.</param>
    /// <param name="defaults">What a description leaves out, and the worker threads of a fit.</param>
    /// <param name="software">Name and version, for manifests.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InputException">A setting cannot be used, or the address is taken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left running.</exception>
    public static async Task<JobServer> StartAsync(
        ServerSettings settings, FitOptions defaults, string software, CancellationToken cancellation = default)
    {
        settings.Validate();
        ListenAddress address = ListenAddress.Parse(settings.Url);
        string? token = settings.ReadToken();
        if (!address.IsLoopback && token is null)
        {
            throw new InputException(
                $"--url {settings.Url} can be reached from other machines, which needs a token: set Server:TokenFile, "
                + "or TILEDFIT_Server__Token in the environment");
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Limit(kestrel, address));
        ConfigureLogging(builder.Logging);
        ConfigureServices(builder.Services, settings, defaults, software);
        WebApplication application = builder.Build();
        try
        {
            Configure(application, settings, defaults, token);
            await application.StartAsync(cancellation);
            await application.Services.GetRequiredService<IJobEngine>().StartAsync(cancellation);
            return new JobServer(application);
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            if (e.GetBaseException() is SocketException fault)
            {
                throw address.Fault(fault);
            }

            throw;
        }
    }

    /// <summary>Stops it: requests in hand are finished, runs are cut off and go on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    /// <summary>Probes are for all to ask.</summary>
    internal static bool IsProbe(PathString path) => path == Health || path == Readiness;

    private static void Limit(KestrelServerOptions kestrel, ListenAddress address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        kestrel.Limits.MaxRequestLineSize = LargestRequestLine;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        address.Apply(kestrel);
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // What it has to tell of a start comes as an exception, too.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // It tells of every attempt to reach a silo, or the silos' list, that is not there.
        logging.AddFilter("Orleans", LogLevel.Error);
        logging.AddFilter("Orleans.Messaging.GatewayManager", LogLevel.Critical);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd HH:mm:ssZ ";
        });
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void ConfigureServices(
        IServiceCollection services, ServerSettings settings, FitOptions defaults, string software)
    {
        services.AddRouting();
        services.AddMetrics();
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.ConfigureHttpJsonOptions(json => ApiDocument.Configure(json.SerializerOptions));
        services.AddRateLimiter(limiter => Limit(limiter, settings.RequestsPerMinute));
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton(new FilePolicy(settings));
        services.AddSingleton(provider => new JobRules(
            provider.GetRequiredService<FilePolicy>(), settings.MaxTile, settings.ReaderLimits));
        services.AddSingleton(
            provider => JobEngineFactory.Create(provider, settings, defaults.Threads, software));
    }

    private static void Limit(RateLimiterOptions limiter, int requestsPerMinute)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsProbe(context.Request.Path)
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetFixedWindowLimiter(
                    $"{context.Connection.RemoteIpAddress}",
                    _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = requestsPerMinute,
                        Window = TimeSpan.FromMinutes(1),
                    }));
        limiter.OnRejected = (rejected, _) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan left)
                ? left
                : TimeSpan.FromMinutes(1);
            rejected.HttpContext.Response.Headers.RetryAfter =
                Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }

    private static void Configure(
        WebApplication application, ServerSettings settings, FitOptions defaults, string? token)
    {
        IServiceProvider services = application.Services;
        IJobEngine engine = services.GetRequiredService<IJobEngine>();
        PrometheusExporter exporter = services.GetRequiredService<PrometheusExporter>();
        application.UseMiddleware<ProblemMiddleware>();
        application.UseRateLimiter();
        application.Use(next => new AccessMiddleware(next, token).InvokeAsync);
        RouteGroupBuilder routes = application.MapGroup("");
        ((IEndpointConventionBuilder)routes).Add(AllowHead);
        new JobEndpoints(
            engine, services.GetRequiredService<JobRules>(), services.GetRequiredService<FilePolicy>(), defaults,
            TimeSpan.FromSeconds(settings.HeartbeatSeconds), application.Lifetime).Map(routes);
        routes.MapOpenApi("/openapi/v1.json");
        routes.MapGet(Health, () => TypedResults.Text("healthy")).ExcludeFromDescription();
        routes.MapGet(Readiness, async (CancellationToken stop) =>
            await engine.ProblemAsync(stop) is { } problem
                ? (IResult)Problem.Of(StatusCodes.Status503ServiceUnavailable, problem)
                : TypedResults.Text("ready")).ExcludeFromDescription();
        routes.MapGet("/metrics", () => TypedResults.Text(exporter.Collect(), PrometheusExporter.ContentType))
            .ExcludeFromDescription();
    }

    /// <summary>What answers GET answers HEAD (RFC 9110, section 9.1); Kestrel leaves out the body.</summary>
    private static void AllowHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] })
        {
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        }
    }
}
