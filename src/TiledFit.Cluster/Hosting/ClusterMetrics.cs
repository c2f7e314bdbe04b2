using System.Diagnostics;
using System.Diagnostics.Metrics;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Cluster.Hosting;

/// <summary>What a silo measures: meter and activity source "TiledFit".</summary>
internal sealed class ClusterMetrics : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string SourceName = "TiledFit";

    private readonly Meter _meter = new(SourceName);
    private readonly ActivitySource _source = new(SourceName);
    private readonly Counter<long> _steps;
    private readonly Counter<long> _restarts;
    private readonly Histogram<double> _stepSeconds;
    private readonly Gauge<double> _objective;
    private readonly Gauge<int> _activeTiles;
    private readonly Gauge<long> _repeatedSteps;

    /// <summary>The instruments of a silo.</summary>
    public ClusterMetrics(WorkerPool workers)
    {
        _steps = _meter.CreateCounter<long>("tiledfit.steps", description: "Tile orders carried out.");
        _restarts = _meter.CreateCounter<long>(
            "tiledfit.restarts", description: "Running jobs that this silo took over.");
        _stepSeconds = _meter.CreateHistogram<double>(
            "tiledfit.step.duration", "s", "From a tile's order to its report.");
        _objective = _meter.CreateGauge<double>("tiledfit.objective", description: "E of a job.");
        _activeTiles = _meter.CreateGauge<int>(
            "tiledfit.tiles.active", description: "Tiles of a job that ran in its last sweep.");
        _repeatedSteps = _meter.CreateGauge<long>(
            "tiledfit.steps.repeated", description: "Steps of a job that were begun again, as a silo at them was lost.");
        _meter.CreateObservableGauge(
            "tiledfit.queue.length", () => workers.QueueLength, description: "Work that waits for a worker.");
        _meter.CreateObservableGauge(
            "tiledfit.workers.busy", () => workers.Running, description: "Workers that are at it.");
    }

    /// <summary>Measures an order to a tile until it is disposed.</summary>
    public IDisposable Begin(TileOrder order) => new Measurement(this, order.GetType().Name);

    /// <summary>A job has been activated here.</summary>
    /// <param name="wasRunning">Whether it had begun elsewhere.</param>
    public void Restarted(bool wasRunning) => _restarts.Add(wasRunning ? 1 : 0);

    /// <summary>Notes where a job stands.</summary>
    public void Note(string job, FitJobState state)
    {
        var tag = new KeyValuePair<string, object?>("job", job);
        _objective.Record(state.Objective, tag);
        _activeTiles.Record(state.Figures.ActiveTiles, tag);
        _repeatedSteps.Record(state.RepeatedSteps, tag);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _source.Dispose();
    }

    private sealed class Measurement(ClusterMetrics metrics, string order) : IDisposable
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly Activity? _activity = metrics._source.StartActivity(order);

        public void Dispose()
        {
            var tag = new KeyValuePair<string, object?>("order", order);
            metrics._steps.Add(1, tag);
            metrics._stepSeconds.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, tag);
            _activity?.Dispose();
        }
    }
}
