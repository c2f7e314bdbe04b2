using System.Text;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>What a reader prints on its standard error: read to its end, so that it never waits; the start is kept.
/// </summary>
internal sealed class ReaderDiagnostics
{
    private const int KeptBytes = 200;

    private readonly byte[] _kept = new byte[KeptBytes];
    private readonly Thread _draining;
    private int _length;

    /// <summary>Listens until the stream ends.</summary>
    public ReaderDiagnostics(Stream stream)
    {
        // Reading from a pipe waits on a thread, whether it is called asynchronous or not: not on one of the pool's.
        _draining = new Thread(() => Drain(stream), maxStackSize: 1 << 18) { IsBackground = true };
        _draining.Start();
    }

    /// <summary>Of a reader that has ended; empty where it printed nothing.</summary>
    public string FirstLine
    {
        get
        {
            // What it started may still hold the stream.
            _draining.Join(TimeSpan.FromSeconds(1));
            return Encoding.UTF8.GetString(_kept, 0, Volatile.Read(ref _length)).Trim().Split('\n')[0].Trim();
        }
    }

    private void Drain(Stream stream)
    {
        byte[] buffer = new byte[4096];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                int kept = Math.Min(read, KeptBytes - _length);
                buffer.AsSpan(0, kept).CopyTo(_kept.AsSpan(_length));
                Volatile.Write(ref _length, _length + kept);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader was disposed of.
        }
    }
}
