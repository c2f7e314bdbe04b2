using System.ComponentModel;
using System.Diagnostics;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>
/// Kills a reader that gives no answer in time or holds too much memory; whoever waits for the answer then sees its
/// end.
/// </summary>
/// <param name="process">The reader.</param>
/// <param name="memoryBytes">What may be resident. Where the kernel bounds what the process may allocate, that strikes
/// first.</param>
internal sealed class ReaderWatch(Process process, long memoryBytes) : IDisposable
{
    private const long Resting = long.MaxValue;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private Timer? _timer;
    private long _deadline = Resting;
    private ReaderFate? _fate;

    /// <summary>Why it was killed; null where it was not.</summary>
    public ReaderFate? Fate
    {
        get
        {
            lock (_lock)
            {
                return _fate;
            }
        }
    }

    /// <summary>From now on an answer is expected.</summary>
    /// <exception cref="IOException">It has been killed.</exception>
    public void Expect(TimeSpan within)
    {
        Set(Environment.TickCount64 + (long)within.TotalMilliseconds);
        _timer ??= new Timer(_ => Look(), null, Period, Period);
    }

    /// <summary>Until the next request nothing is expected.</summary>
    /// <exception cref="IOException">It has been killed.</exception>
    public void Rest() => Set(Resting);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _deadline = Resting;
            _timer?.Dispose();
        }
    }

    private void Set(long deadline)
    {
        lock (_lock)
        {
            if (_fate is not null)
            {
                throw new IOException("the reader was killed");
            }

            _deadline = deadline;
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_deadline == Resting || _fate is not null)
            {
                return;
            }

            try
            {
                process.Refresh();
                _fate = Environment.TickCount64 >= _deadline ? ReaderFate.Hung
                    : process.WorkingSet64 > memoryBytes ? ReaderFate.Overran
                    : null;
                if (_fate is not null)
                {
                    process.Kill();
                }
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception or IOException)
            {
                // It has ended by itself: whoever waits for it sees that.
            }
        }
    }
}
