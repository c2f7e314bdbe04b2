using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>Answers requests in the process that reads.</summary>
/// <param name="answers">Where answers go.</param>
internal sealed class RasterReader(Stream answers) : IDisposable
{
    /// <summary>Values that are read and sent at once: of a large window, no more is held here.</summary>
    private const int PartValues = 1 << 17;

    private IRaster? _raster;
    private double[] _values = [];

    /// <summary>Answers a request.</summary>
    /// <exception cref="InvalidDataException">There is no such request.</exception>
    public void Answer(FrameKind kind, byte[] payload)
    {
        try
        {
            switch (kind)
            {
                case FrameKind.Open:
                    Send(FrameKind.Described, Open(payload));
                    break;
                case FrameKind.Read when _raster is not null:
                    Read(_raster, MemoryMarshal.Read<PixelRectangle>(payload));
                    break;
                case FrameKind.Fingerprint when _raster is not null:
                    Send(FrameKind.Fingerprinted, Encoding.UTF8.GetBytes(_raster.ComputeFingerprint()));
                    break;
                default:
                    throw new InvalidDataException($"{kind} is no request");
            }
        }
        catch (InputException e)
        {
            Refuse(e.Message);
        }
        catch (OutOfMemoryException)
        {
            Refuse("it takes more memory than its reader has");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _raster?.Dispose();

    private byte[] Open(byte[] payload)
    {
        OpenRequest request = JsonSerializer.Deserialize(payload, IsolationJson.Default.OpenRequest)!;
        ReaderProcessSetup.LimitMemory(request.MemoryBytes);
        _raster?.Dispose();
        _raster = null;
        Gdal.CacheBytes = request.CacheBytes;
        if (request.Options.Drivers is { } drivers)
        {
            Gdal.KeepOnly(drivers);
        }

        _raster = RasterFactory.Open(request.Path, request.Options);
        // wcslib takes the header's cards in the program that asks, too: one that it cannot bear should end here.
        _ = _raster.Info.SkyProblem;
        byte[] description = JsonSerializer.SerializeToUtf8Bytes(_raster.Info, IsolationJson.Default.RasterInfo);
        return description.Length <= FrameStream.MostBytes
            ? description
            : throw new InputException($"{request.Path}: its description takes {description.Length} bytes");
    }

    private void Read(IRaster raster, PixelRectangle window)
    {
        int rows = Math.Max(1, PartValues / window.Width), block = raster.Info.BlockHeight;
        for (int y = window.Y, bottom; y < window.Bottom; y = bottom)
        {
            bottom = y + Math.Min(rows, window.Bottom - y);
            // Parts end where blocks do, so that none is decoded twice.
            bottom -= bottom < window.Bottom && rows >= block ? bottom % block : 0;
            PixelRectangle part = window with { Y = y, Height = bottom - y };
            if (_values.Length < part.Area)
            {
                _values = new double[part.Area];
            }

            Span<double> values = _values.AsSpan(0, (int)part.Area);
            raster.Read(part, values);
            Send(FrameKind.Values, MemoryMarshal.AsBytes(values));
        }
    }

    private void Refuse(string message) => Send(FrameKind.Refused, Encoding.UTF8.GetBytes(message));

    private void Send(FrameKind kind, ReadOnlySpan<byte> payload) => answers.WriteFrame(kind, payload);
}
