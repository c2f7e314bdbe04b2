using TiledFit.Core.TileSteps;
using TiledFit.Engine.Tiles;

namespace TiledFit.Engine;

/// <summary>
/// A flat profile of tile steps: the time of each phase, over all workers. To be read when the fit has ended.
/// </summary>
/// <param name="time">What tells the time; the system when null.</param>
public sealed class StepProfile(TimeProvider? time = null)
{
    private readonly List<PhaseClock> _clocks = [];
    private long _pixelsRead;

    /// <summary>Steps that were run.</summary>
    public long Steps => _clocks.Sum(clock => clock.Steps);

    /// <summary>Pixels that were read of the raster, each as often as it was, from the first look to the picture.
    /// </summary>
    public long PixelsRead => Interlocked.Read(ref _pixelsRead);

    /// <summary>The time of all phases together: that of one thread for each worker.</summary>
    public TimeSpan Total => Enum.GetValues<StepPhase>().Aggregate(TimeSpan.Zero, (sum, phase) => sum + this[phase]);

    /// <summary>The time in a phase.</summary>
    public TimeSpan this[StepPhase phase] =>
        _clocks.Aggregate(TimeSpan.Zero, (sum, clock) => sum + clock.TimeIn(phase));

    /// <summary>Pixels have been read.</summary>
    internal void CountRead(long pixels) => Interlocked.Add(ref _pixelsRead, pixels);

    /// <summary>A clock for one more worker.</summary>
    internal PhaseClock AddClock()
    {
        var clock = new PhaseClock(time ?? TimeProvider.System);
        lock (_clocks)
        {
            _clocks.Add(clock);
        }

        return clock;
    }
}
