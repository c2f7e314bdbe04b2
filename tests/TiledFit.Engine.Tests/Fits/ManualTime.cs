namespace TiledFit.Engine.Tests.Fits;

/// <summary>A clock that goes on when it is told to; a tick is 0.1 µs.</summary>
internal sealed class ManualTime : TimeProvider
{
    public long Ticks { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Ticks;
}
