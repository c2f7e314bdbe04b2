using System.Diagnostics.Metrics;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Telemetry;

/// <summary>The server's own instruments; those of requests are ASP.NET's.</summary>
internal sealed class ServerMetrics
{
    /// <summary>The meter's name.</summary>
    public const string Name = "TiledFit.Server";

    private readonly Meter _meter;

    public ServerMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        Steps = _meter.CreateCounter<long>("tiledfit.steps", null, "Tile steps that have ended.");
    }

    /// <summary>Counts tile steps.</summary>
    public Counter<long> Steps { get; }

    /// <summary>Makes the gauges, which ask the engine whenever they are read.</summary>
    public void Observe(Func<EngineSnapshot> engine)
    {
        _meter.CreateObservableGauge(
            "tiledfit.jobs", () => engine().Jobs.Select(of => Measured(of.Value, "state", of.Key)), null,
            "Jobs by state.");
        OfRunning("tiledfit.job.objective", "Sum of squared residuals of a running job.", p => p.Objective);
        OfRunning("tiledfit.job.active_tiles", "Tiles that run in this sweep of a running job.", p => p.ActiveTiles);
        OfRunning("tiledfit.job.components", "Components of a running job.", p => p.Components);
        OfRunning("tiledfit.job.sweep", "Sweep of a running job.", p => p.Sweep);
        OfRunning(
            "tiledfit.job.pixels_per_second", "Window pixels worked on, over the last sweep.", p => p.PixelsPerSecond);

        void OfRunning(string name, string description, Func<JobProgress, double?> value) =>
            _meter.CreateObservableGauge(name, () => engine().Running
                .Where(job => value(job.Progress) is not null)
                .Select(job => Measured(value(job.Progress)!.Value, "job", job.Id)), null, description);
    }

    private static Measurement<double> Measured(double value, string label, string name) =>
        new(value, new KeyValuePair<string, object?>(label, name));
}
