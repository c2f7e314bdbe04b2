using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace TiledFit.Cluster.Hosting;

/// <summary>Sends metrics and traces to an OpenTelemetry collector, where one is configured.</summary>
internal sealed class TelemetryExport(SiloSettings settings) : IHostedService
{
    private MeterProvider? _meters;
    private TracerProvider? _traces;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.TelemetryEndpoint is { Length: > 0 } address)
        {
            var endpoint = new Uri(address);
            _meters = Sdk.CreateMeterProviderBuilder()
                .AddMeter(ClusterMetrics.SourceName, "Microsoft.Orleans")
                .AddOtlpExporter(exporter => exporter.Endpoint = endpoint)
                .Build();
            _traces = Sdk.CreateTracerProviderBuilder()
                .AddSource(ClusterMetrics.SourceName)
                .AddOtlpExporter(exporter => exporter.Endpoint = endpoint)
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _meters?.Dispose();
        _traces?.Dispose();
        return Task.CompletedTask;
    }
}
