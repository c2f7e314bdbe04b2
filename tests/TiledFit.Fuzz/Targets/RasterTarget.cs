using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Rasters.Isolation;

namespace TiledFit.Fuzz.Targets;

/// <summary>
/// A format that libgdal or cfitsio reads, in a process of its own. What the library does with an input is its own
/// affair; what must hold is that this process is told in time, needs no more memory than for any other file, and has a
/// good file read right afterwards.
/// </summary>
/// <param name="sample">Makes valid files.</param>
/// <param name="drivers">Those that take part.</param>
internal sealed class RasterTarget(RasterSample sample, IReadOnlyList<string> drivers) : IFuzzTarget, IDisposable
{
    private const int WindowSide = 64;

    // A reader that is started while the machine is busy takes seconds to load its libraries.
    private static readonly ReaderLimits Limits = new() { Silence = TimeSpan.FromSeconds(4), MemoryBytes = 512 << 20 };

    private readonly RasterReaderPool _readers = new(Limits);
    private readonly RasterOpenOptions _options = new() { Drivers = drivers };
    private readonly double[] _values = new double[WindowSide * WindowSide];
    private readonly List<ReaderLostException> _lost = [];
    private double[]? _expected;

    public string Name => sample.Name;

    public IReadOnlyList<byte[]> Corpus => sample.Files;

    /// <summary>The bound on a description, as bytes, as text and as the strings in it; and the start of a process.
    /// </summary>
    public long FixedBytes => 8 * FrameStream.MostBytes;

    public long BytesPerByte => 0;

    /// <summary>Opening, some windows and a fingerprint, each of them within the limit.</summary>
    public double MostSeconds => 20;

    /// <summary>An input costs a call or two of another process.</summary>
    public int Share => 20;

    public string Remark => _lost.Count == 0 ? "" : "readers lost: "
        + string.Join(", ", _lost.CountBy(lost => lost.Message).Select(kind => $"{kind.Value} × {kind.Key}"));

    public void Parse(byte[] input)
    {
        string path = sample.Write("mutated", input);
        try
        {
            ReadSome(path);
        }
        catch (InputException e) when (e.InnerException is ReaderLostException lost)
        {
            _lost.Add(lost);
            if (lost.Message.Contains("Unhandled exception", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("the reader's own code fails", lost);
            }

            CheckGood();
            throw;
        }
    }

    public bool IsDocumented(Exception exception) => exception is InputException;

    public void Dispose() => _readers.Dispose();

    private void ReadSome(string path)
    {
        using var raster = new IsolatedRaster(path, _options, _readers);
        int width = Math.Min(raster.Info.Width, WindowSide), height = Math.Min(raster.Info.Height, WindowSide);
        int right = raster.Info.Width - width, bottom = raster.Info.Height - height;
        foreach ((int x, int y) in new[] { (0, 0), (right / 2, bottom / 2), (right, bottom) })
        {
            raster.Read(new PixelRectangle(x, y, width, height), _values.AsSpan(0, width * height));
        }

        _ = raster.ComputeFingerprint();
    }

    private void CheckGood()
    {
        string path = sample.Write("good", sample.Files[0]);
        try
        {
            ReadSome(path);
        }
        catch (InputException e)
        {
            throw new InvalidOperationException("a good file is not read any more", e);
        }

        _expected ??= [.. _values];
        if (!_values.AsSpan().SequenceEqual(_expected))
        {
            throw new InvalidOperationException("a good file is read with other values");
        }
    }
}
