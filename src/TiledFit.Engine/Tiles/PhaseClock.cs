using TiledFit.Core.TileSteps;

namespace TiledFit.Engine.Tiles;

/// <summary>One worker's time by the phases of its tile steps; between steps it stands.</summary>
internal sealed class PhaseClock(TimeProvider time) : IPhaseObserver
{
    private readonly long[] _ticks = new long[Enum.GetValues<StepPhase>().Length];
    private StepPhase? _phase;
    private long _since;

    /// <summary>Steps that have ended.</summary>
    public long Steps { get; private set; }

    /// <summary>A step begins.</summary>
    public void Begin(StepPhase phase)
    {
        _phase = phase;
        _since = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public void OnEnter(StepPhase phase)
    {
        if (_phase is not null)
        {
            Book();
            _phase = phase;
        }
    }

    /// <summary>What the clock's owner does for a step has ended; others go on with it.</summary>
    public void Pause()
    {
        Book();
        _phase = null;
    }

    /// <summary>The step has ended.</summary>
    public void End()
    {
        Pause();
        Steps++;
    }

    /// <summary>The time in a phase so far.</summary>
    public TimeSpan TimeIn(StepPhase phase) => time.GetElapsedTime(0, _ticks[(int)phase]);

    private void Book()
    {
        long now = time.GetTimestamp();
        _ticks[(int)_phase!] += now - _since;
        _since = now;
    }
}
