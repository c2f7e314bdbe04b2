using System.Diagnostics;
using TiledFit.Data.Results;
using TiledFit.Tiling;
using TiledFit.Tiling.Jobs;

namespace TiledFit.Engine;

/// <summary>Keeps a run's clock: seconds by phase, the trace of the objective, and what observers are told.</summary>
internal sealed class FitMonitor
{
    private const string StateName = "monitor";

    private readonly LocalJob _job;
    private readonly TileGrid _grid;
    private readonly FitOptions _options;
    private readonly IFitObserver? _observer;
    private readonly IJobJournal? _journal;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TracePoint> _trace = [];
    private readonly List<SweepRow> _sweeps = [];
    private readonly Lock _lock = new();
    private readonly double _secondsBefore;
    private double _readEnd, _fitStart;
    private int _messages;
    private bool _surveyed;
    private double? _pixelsPerSecond;

    public FitMonitor(
        LocalJob job, TileGrid grid, FitOptions options, IFitObserver? observer, IJobJournal? journal)
    {
        _job = job;
        _grid = grid;
        _options = options;
        _observer = observer;
        _journal = journal;
        if (journal?.ReadState(StateName) is { } stored)
        {
            FitMonitorState state = JobStateFormat.Read<FitMonitorState>(stored);
            _trace.AddRange(state.Trace);
            _sweeps.AddRange(state.Sweeps);
            Seconds = state.Seconds;
            _secondsBefore = state.Elapsed;
            _readEnd = state.Seconds.Read;
            _fitStart = state.Seconds.Read + state.Seconds.Seed;
            _surveyed = job.Job.State.Phase != JobPhase.Survey;
        }
    }

    public IReadOnlyList<TracePoint> Trace => _trace;

    public IReadOnlyList<SweepRow> Sweeps => _sweeps;

    /// <summary>Seconds that runs before this one have taken.</summary>
    public double SecondsBefore => _secondsBefore;

    public FitSeconds Seconds { get; private set; } = new(0, 0, 0);

    /// <summary>After an event has been handled, on the driving thread.</summary>
    public void OnHandled()
    {
        lock (_lock)
        {
            NotePhase();
            NoteSweeps();
        }

        for (; _messages < State.Messages.Count; _messages++)
        {
            _observer?.OnMessage(State.Messages[_messages]);
        }

        Tell(State.Objective);
    }

    /// <summary>After an iteration of the only tile's step, on its worker.</summary>
    public void OnIteration(double change)
    {
        lock (_lock)
        {
            if (!IsSeeding)
            {
                _trace.Add(new TracePoint(FitElapsed, State.Sweep, State.Objective + change));
            }
        }

        Tell(State.Objective + change);
    }

    // The first growth sweep finds the start.
    private bool IsSeeding => State.Phase == JobPhase.Grow && State.Sweeps.Count == 0;

    private FitJobState State => _job.Job.State;

    private double Elapsed => _secondsBefore + _clock.Elapsed.TotalSeconds;

    private double FitElapsed => Elapsed - _fitStart;

    private void NotePhase()
    {
        double now = Elapsed;
        if (!_surveyed)
        {
            _readEnd = now;
            _surveyed = State.Phase != JobPhase.Survey;
        }

        if (IsSeeding || _fitStart < _readEnd)
        {
            _fitStart = now;
        }

        Seconds = new FitSeconds(_readEnd, _fitStart - _readEnd, now - _fitStart);
    }

    private void NoteSweeps()
    {
        bool isNew = _sweeps.Count < State.Sweeps.Count;
        for (int k = _sweeps.Count; k < State.Sweeps.Count; k++)
        {
            SweepRecord sweep = State.Sweeps[k];
            double seconds = FitElapsed;
            double since = _sweeps.Count > 0 ? seconds - _sweeps[^1].Seconds : Elapsed - _readEnd;
            _sweeps.Add(new SweepRow(
                sweep.Sweep, sweep.Phase == JobPhase.Grow ? SweepRow.GrowPhase : SweepRow.FitPhase, sweep.Objective,
                sweep.RelativeDecrease, sweep.LargestGradient, sweep.ActiveTiles, sweep.Components, seconds));
            _pixelsPerSecond = since > 0 ? sweep.Pixels / since : null;
            if (!_grid.IsSingle)
            {
                _trace.Add(new TracePoint(seconds, sweep.Sweep, sweep.Objective));
            }
        }

        if (isNew)
        {
            _journal?.WriteState(
                StateName, JobStateFormat.Defer(new FitMonitorState(Elapsed, Seconds, [.. _trace], [.. _sweeps])));
        }
    }

    private void Tell(double objective)
    {
        if (_observer is null)
        {
            return;
        }

        SweepRecord? last = State.Sweeps.Count > 0 ? State.Sweeps[^1] : null;
        _observer.OnProgress(new FitProgress(
            State.Phase.ToString().ToLowerInvariant(),
            State.Sweep,
            State.Phase is JobPhase.Survey or JobPhase.Count ? null : objective,
            last?.RelativeDecrease,
            last?.LargestGradient,
            _job.ActiveTiles,
            _job.ActiveTiles - _job.RemainingTiles,
            _grid.Count,
            State.Components,
            State.Pixels,
            _pixelsPerSecond,
            TimeSpan.FromSeconds(Elapsed),
            RemainingTime.Estimate(_sweeps, _options)));
    }
}
