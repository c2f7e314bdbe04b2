using System.Diagnostics;
using TiledFit.Data.Results;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>Keeps a run's clock: seconds by phase, the trace of the objective, and what observers are told.</summary>
internal sealed class FitMonitor
{
    private readonly FitJob _job;
    private readonly IFitObserver? _observer;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TracePoint> _trace = [];
    private readonly List<SweepRow> _sweeps = [];
    private readonly Lock _lock = new();
    private double _readEnd, _fitStart;
    private int _messages;
    private bool _surveyed;
    private double? _pixelsPerSecond;

    public FitMonitor(FitJob job, IFitObserver? observer)
    {
        _job = job;
        _observer = observer;
    }

    public IReadOnlyList<TracePoint> Trace => _trace;

    public IReadOnlyList<SweepRow> Sweeps => _sweeps;

    public FitSeconds Seconds { get; private set; } = new(0, 0, 0);

    /// <summary>After an event has been handled, on the driving thread.</summary>
    public void OnHandled()
    {
        lock (_lock)
        {
            NotePhase();
            NoteSweeps();
        }

        for (; _messages < _job.Messages.Count; _messages++)
        {
            _observer?.OnMessage(_job.Messages[_messages]);
        }

        Tell(_job.Objective);
    }

    /// <summary>After an iteration of the only tile's step, on its worker.</summary>
    public void OnIteration(double change)
    {
        lock (_lock)
        {
            if (!IsSeeding)
            {
                _trace.Add(new TracePoint(FitElapsed, _job.Sweep, _job.Objective + change));
            }
        }

        Tell(_job.Objective + change);
    }

    // The first growth sweep finds the start.
    private bool IsSeeding => _job.Phase == JobPhase.Grow && _job.Sweeps.Count == 0;

    private double FitElapsed => _clock.Elapsed.TotalSeconds - _fitStart;

    private void NotePhase()
    {
        double now = _clock.Elapsed.TotalSeconds;
        if (!_surveyed)
        {
            _readEnd = now;
            _surveyed = _job.Phase != JobPhase.Survey;
        }

        if (IsSeeding || _fitStart < _readEnd)
        {
            _fitStart = now;
        }

        Seconds = new FitSeconds(_readEnd, _fitStart - _readEnd, now - _fitStart);
    }

    private void NoteSweeps()
    {
        for (int k = _sweeps.Count; k < _job.Sweeps.Count; k++)
        {
            SweepRecord sweep = _job.Sweeps[k];
            double seconds = FitElapsed, since = _sweeps.Count > 0 ? seconds - _sweeps[^1].Seconds : seconds;
            _sweeps.Add(new SweepRow(
                sweep.Sweep, sweep.Phase == JobPhase.Grow ? SweepRow.GrowPhase : SweepRow.FitPhase, sweep.Objective,
                sweep.RelativeDecrease, sweep.LargestGradient, sweep.ActiveTiles, sweep.Components, seconds));
            _pixelsPerSecond = since > 0 ? sweep.Pixels / since : null;
            if (!_job.Grid.IsSingle)
            {
                _trace.Add(new TracePoint(seconds, sweep.Sweep, sweep.Objective));
            }
        }
    }

    private void Tell(double objective)
    {
        if (_observer is null)
        {
            return;
        }

        SweepRecord? last = _job.Sweeps.Count > 0 ? _job.Sweeps[^1] : null;
        _observer.OnProgress(new FitProgress(
            _job.Phase.ToString().ToLowerInvariant(),
            _job.Sweep,
            _job.Phase is JobPhase.Survey or JobPhase.Count ? null : objective,
            last?.RelativeDecrease,
            last?.LargestGradient,
            _job.ActiveTiles,
            _job.ActiveTiles - _job.RemainingSteps,
            _job.Grid.Count,
            _job.Components,
            _job.Pixels,
            _pixelsPerSecond,
            _clock.Elapsed,
            RemainingTime.Estimate(_sweeps, _job.Options)));
    }
}
