using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>
/// A process that reads rasters for this one, seen from here. One thread at a time may ask it. Nothing that it says is
/// taken on trust: memory for an answer is there before it comes, or bounded.
/// </summary>
internal sealed class RasterReaderProcess : IDisposable
{
    private const string Program = "tiledfit-raster-reader.dll";

    /// <summary>What the process itself may need until it listens, on a machine that has much else to do.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(60);

    // Exit codes above it are signals.
    private const int Signalled = 128, KillSignal = 9;

    private readonly ReaderLimits _limits;
    private readonly Process _process;
    private readonly Stream _requests, _answers;
    private readonly ReaderDiagnostics _diagnostics;
    private readonly ReaderWatch _watch;

    private RasterReaderProcess(Process process, ReaderLimits limits)
    {
        (_process, _limits) = (process, limits);
        _requests = process.StandardInput.BaseStream;
        _answers = process.StandardOutput.BaseStream;
        _diagnostics = new ReaderDiagnostics(process.StandardError.BaseStream);
        _watch = new ReaderWatch(process, limits.MemoryBytes);
    }

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    /// <summary>For whom a raster is open in it; null for none.</summary>
    public object? Owner { get; private set; }

    /// <summary>Starts one.</summary>
    /// <param name="path">The raster that it is for; whoever lists processes sees it.</param>
    /// <param name="limits">What it may take.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    /// <exception cref="ReaderLostException">It was lost at once.</exception>
    public static RasterReaderProcess Start(string path, ReaderLimits limits)
    {
        string program = Path.Combine(AppContext.BaseDirectory, Program);
        if (!File.Exists(program))
        {
            throw new IOException($"{program} is missing; put back the files that came with the program");
        }

        var start = new ProcessStartInfo(Host(), [program, path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        HideSettings(start.Environment);
        RasterReaderProcess reader;
        try
        {
            reader = new RasterReaderProcess(Process.Start(start)!, limits);
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{start.FileName} {program} cannot be started: {e.Message}", e);
        }

        reader.AwaitReady();
        return reader;
    }

    /// <summary>Opens a raster in place of the one before.</summary>
    /// <param name="owner">For whom.</param>
    /// <param name="path">As for <see cref="RasterFactory.Open"/>.</param>
    /// <param name="options">As for <see cref="RasterFactory.Open"/>.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    /// <exception cref="ReaderLostException">The reader is gone.</exception>
    public RasterInfo Open(object owner, string path, RasterOpenOptions options)
    {
        Owner = null;
        var request = new OpenRequest(path, options, Gdal.CacheBytes, _limits.MemoryBytes);
        byte[] answer = Ask(
            FrameKind.Open, JsonSerializer.SerializeToUtf8Bytes(request, IsolationJson.Default.OpenRequest),
            FrameKind.Described);
        RasterInfo info = Parse(answer);
        Owner = owner;
        return info;
    }

    /// <summary>The open raster's fingerprint as it is now.</summary>
    /// <exception cref="InputException">See <see cref="IRaster.ComputeFingerprint"/>.</exception>
    /// <exception cref="ReaderLostException">The reader is gone.</exception>
    public string ComputeFingerprint() =>
        Encoding.UTF8.GetString(Ask(FrameKind.Fingerprint, [], FrameKind.Fingerprinted));

    /// <summary>Reads a window of the open raster.</summary>
    /// <exception cref="InputException">See <see cref="IRaster.Read"/>.</exception>
    /// <exception cref="ReaderLostException">The reader is gone.</exception>
    public void Read(PixelRectangle window, Span<double> values)
    {
        Span<byte> rest = MemoryMarshal.AsBytes(values);
        try
        {
            _watch.Expect(_limits.Silence);
            _requests.WriteFrame(FrameKind.Read, MemoryMarshal.AsBytes(new ReadOnlySpan<PixelRectangle>(in window)));
            while (rest.Length > 0)
            {
                int length = ReceiveHeader(FrameKind.Values, mostBytes: rest.Length);
                _answers.ReadExactly(rest[..length]);
                rest = rest[length..];
                _watch.Expect(_limits.Silence);
            }

            _watch.Rest();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Lost(e);
        }
    }

    /// <summary>Ends the process: it has nothing to lose.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        Kill();
        _process.Dispose();
    }

    /// <summary>The runtime's own host, so that it is the same version.</summary>
    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // …/shared/Microsoft.NETCore.App/10.0.0/
        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", name));
        return File.Exists(beside) ? beside : name;
    }

    /// <summary>
    /// Settings hold passwords and tokens, such as TILEDFIT_Server__Token, which are none of its business. The
    /// runtime's diagnostics would leave a socket behind for each reader that is killed.
    /// </summary>
    private static void HideSettings(IDictionary<string, string?> environment)
    {
        foreach (string name in environment.Keys.ToArray())
        {
            if (name.StartsWith("TILEDFIT_", StringComparison.OrdinalIgnoreCase)
                && name.Contains("__", StringComparison.Ordinal))
            {
                environment.Remove(name);
            }
        }

        environment["DOTNET_EnableDiagnostics"] = "0";
    }

    private void AwaitReady()
    {
        try
        {
            _watch.Expect(StartUp);
            _ = ReceiveHeader(FrameKind.Ready, mostBytes: 0);
            _watch.Rest();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Lost(e);
        }
    }

    private byte[] Ask(FrameKind kind, ReadOnlySpan<byte> payload, FrameKind expected)
    {
        try
        {
            _watch.Expect(_limits.Silence);
            _requests.WriteFrame(kind, payload);
            int length = ReceiveHeader(expected, FrameStream.MostBytes);
            byte[] answer = _answers.ReadPayload(length);
            _watch.Rest();
            return answer;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Lost(e);
        }
    }

    /// <summary>The length of the payload that follows.</summary>
    /// <exception cref="InputException">The request was refused.</exception>
    private int ReceiveHeader(FrameKind expected, int mostBytes)
    {
        (FrameKind kind, int length) = _answers.ReadFrameHeader();
        if (kind == FrameKind.Refused)
        {
            string message = Encoding.UTF8.GetString(_answers.ReadPayload(length));
            _watch.Rest();
            throw new InputException(message);
        }

        return kind == expected && length <= mostBytes
            ? length
            : throw new InvalidDataException($"a frame {kind} of {length} bytes");
    }

    private RasterInfo Parse(byte[] description)
    {
        try
        {
            RasterInfo info = JsonSerializer.Deserialize(description, IsolationJson.Default.RasterInfo)
                ?? throw new InvalidDataException("a description that is null");
            return info is { Width: > 0, Height: > 0, BlockWidth: > 0, BlockHeight: > 0 }
                ? info
                : throw new InvalidDataException($"a raster of {info.Width} × {info.Height} pixels");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw Lost(e);
        }
    }

    /// <summary>Ends what is left of it and says what became of it.</summary>
    private ReaderLostException Lost(Exception cause)
    {
        _watch.Dispose();
        // One that ends closes its output first.
        bool ended = cause is not InvalidDataException && _process.WaitForExit(TimeSpan.FromSeconds(5));
        Kill();
        ReaderFate fate = _watch.Fate ?? (!ended ? ReaderFate.Confused
            : _process.ExitCode == Signalled + KillSignal ? ReaderFate.Killed : ReaderFate.Crashed);
        string message = fate switch
        {
            ReaderFate.Hung => string.Create(
                CultureInfo.InvariantCulture,
                $"gave no answer within {_limits.Silence.TotalSeconds:0.###} s, and the reader was ended"),
            ReaderFate.Overran => $"took more than {_limits.MemoryBytes >> 20} MiB of memory, and the reader was ended",
            ReaderFate.Killed => $"was cut off: something killed the reader ({Ending()})",
            ReaderFate.Crashed => $"crashed the reader ({Ending()})",
            _ => $"confused the reader ({cause.Message})",
        };
        Dispose();
        return new ReaderLostException(fate, message, cause);
    }

    /// <summary>Such as "signal 11", with what was last heard of it.</summary>
    private string Ending()
    {
        int code = _process.ExitCode;
        string ending = code > Signalled ? $"signal {code - Signalled}" : $"exit code {code}";
        return _diagnostics.FirstLine is { Length: > 0 } line ? $"{ending}: {line}" : ending;
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended, or was disposed of already.
        }
    }
}
