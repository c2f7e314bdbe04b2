using System.Globalization;
using System.Text;
using TiledFit.Core;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Results;

/// <summary>
/// An object that says whose a place in an object store is, written anew at every beat. Whoever finds one watches it:
/// if it changes, its owner lives; if it stays as it is, the owner was killed, and the place is taken over. So nothing
/// depends on the clocks of two machines. GDAL has no write that fails where an object is there already: two that begin
/// within the same moment may both believe for a beat that the place is theirs. The one that wrote last has it, and the
/// other one finds out at <see cref="Check"/>.
/// </summary>
internal sealed class ClaimObject : IHold
{
    private const int Length = 255;

    private readonly string _path;
    private readonly ClaimTimes _times;
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly PeriodicTimer _timer;
    private readonly Task _beating;
    private long _beats;

    /// <param name="path">The object.</param>
    /// <param name="whenHeld">What is wrong when another has it.</param>
    /// <param name="times">Beat and patience.</param>
    /// <param name="tell">Hears when there is something to wait for, or null.</param>
    /// <exception cref="InputException">Another has it.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public ClaimObject(string path, string whenHeld, ClaimTimes times, Action<string>? tell)
    {
        (_path, _times) = (path, times);
        if (IsAlive(tell))
        {
            throw new InputException(whenHeld);
        }

        Write();
        Thread.Sleep(times.Settling);
        if (!IsMine())
        {
            throw new InputException(whenHeld);
        }

        _timer = new PeriodicTimer(times.Beat);
        _beating = Task.Run(BeatAsync);
    }

    /// <inheritdoc/>
    public void Check()
    {
        if (!IsMine())
        {
            throw new IOException($"{_path} is another run's now: nothing could be heard of this one for too long");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _beating.Wait();
        try
        {
            if (IsMine())
            {
                VirtualFile.Delete(_path);
            }
        }
        catch (IOException)
        {
            // It does not change any more, which says the same.
        }
    }

    private bool IsAlive(Action<string>? tell)
    {
        byte[]? seen = VirtualFile.ReadAll(_path);
        if (seen is not null)
        {
            tell?.Invoke(string.Create(
                CultureInfo.InvariantCulture,
                $"{_path} is there: waiting up to {_times.Silence.TotalSeconds:0} s to see whether its run is alive"));
        }

        for (TimeSpan waited = default; seen is not null && waited < _times.Silence; waited += _times.Settling)
        {
            Thread.Sleep(_times.Settling);
            byte[]? now = VirtualFile.ReadAll(_path);
            if (now is not null && !now.AsSpan().SequenceEqual(seen))
            {
                return true;
            }

            seen = now;
        }

        return false;
    }

    private async Task BeatAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                if (!IsMine())
                {
                    return;
                }

                Write();
            }
            catch (IOException)
            {
                // The next beat tries again; if others took the silence for an end, Check tells.
            }
        }
    }

    private void Write()
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{_id} {++_beats}: process {Environment.ProcessId} on {Environment.MachineName}, {DateTime.UtcNow:u}");
        // Of one length, so that whoever reads while it is replaced does not miss a part.
        VirtualFile.Write(_path, Encoding.UTF8.GetBytes(text.PadRight(Length)[..Length] + "\n"));
    }

    private bool IsMine() =>
        VirtualFile.ReadAll(_path) is { } content && content.AsSpan().StartsWith(Encoding.UTF8.GetBytes(_id));
}
