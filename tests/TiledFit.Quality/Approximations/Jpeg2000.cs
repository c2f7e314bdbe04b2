using System.Buffers.Binary;
using TiledFit.Benchmarks.Peers;

namespace TiledFit.Quality.Approximations;

/// <summary>
/// JPEG 2000 by GDAL and OpenJPEG: from the least to the greatest value 16 bits, one tile, the irreversible 9/7
/// wavelet, a bare codestream without boxes, its size found by bisection of the driver's QUALITY.
/// </summary>
internal sealed class Jpeg2000(Surface surface, string scratch) : IApproximation
{
    private const string Program = "gdal_translate", Driver = "JP2OpenJPEG";

    private const int BytesPerPixel = sizeof(ushort), Bisections = 14, CoarsestSide = 8;

    // So near to the size that is allowed, nothing is left to gain; so far from it, it is no fair comparison.
    private const double Near = 0.99, Fair = 0.95;

    private static readonly Lazy<string?> Reason = new(() => ProgramRun.Try(Program, "--formats") switch
    {
        null => $"{Program} is not installed",
        { Output: var formats } when !formats.Contains(Driver, StringComparison.Ordinal) => $"GDAL has no {Driver}",
        _ => null,
    });

    private readonly double _least = surface.Filled.Min(), _greatest = surface.Filled.Max();

    /// <summary>What is missing to use it; null if nothing is.</summary>
    public static string? Missing => Reason.Value;

    public string Name => "JPEG 2000";

    public double[] Approximate(long bytes)
    {
        string raw = Path.Combine(scratch, "surface.raw"), best = Path.Combine(scratch, "best.j2k");
        WriteRaw(raw);
        Encode(raw, best, bytes);
        string back = Path.Combine(scratch, "back.raw");
        Run("-of", "ENVI", best, back);
        return ReadRaw(back);
    }

    /// <summary>The largest codestream of at most so many bytes.</summary>
    private void Encode(string raw, string best, long bytes)
    {
        string trial = Path.Combine(scratch, "trial.j2k");
        long reached = 0;
        double low = 0, high = 2 * Percent(bytes);
        for (int k = 0; k < Bisections && reached < Near * bytes; k++)
        {
            double quality = (low + high) / 2;
            Run([.. Options(quality), raw, trial]);
            long size = new FileInfo(trial).Length;
            if (size > bytes)
            {
                high = quality;
                continue;
            }

            low = quality;
            if (size > reached)
            {
                reached = size;
                File.Move(trial, best, true);
            }
        }

        if (reached < Fair * bytes)
        {
            EncodeAll(raw, best, bytes, reached);
        }
    }

    /// <summary>All that there is to encode, if it takes no more than what is allowed.</summary>
    private void EncodeAll(string raw, string best, long bytes, long reached)
    {
        Run([.. Options(100), raw, best]);
        if (new FileInfo(best).Length > bytes)
        {
            throw new InvalidOperationException($"JPEG 2000 came to {reached} bytes where {bytes} are allowed");
        }
    }

    // QUALITY is the size in per cent of the uncompressed one.
    private double Percent(long bytes) => 100.0 * bytes / (BytesPerPixel * (double)surface.Values.Length);

    private string[] Options(double quality)
    {
        int resolutions = (int)Math.Log2(Math.Min(surface.Width, surface.Height) / CoarsestSide) + 1;
        return
        [
            "-of", Driver, "-co", "CODEC=J2K", "-co", "REVERSIBLE=NO",
            "-co", FormattableString.Invariant($"QUALITY={quality:R}"), "-co", $"RESOLUTIONS={resolutions}",
            "-co", $"BLOCKXSIZE={surface.Width}", "-co", $"BLOCKYSIZE={surface.Height}",
        ];
    }

    private static void Run(params string[] arguments)
    {
        if (ProgramRun.Try(Program, ["-q", .. arguments]) is not { ExitCode: 0 } run)
        {
            throw new InvalidOperationException($"{Program} {string.Join(' ', arguments)} failed");
        }

        if (run.Errors.Contains("ERROR", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Program}: {run.Errors.Trim()}");
        }
    }

    private void WriteRaw(string path)
    {
        double scale = _greatest > _least ? ushort.MaxValue / (_greatest - _least) : 0;
        var bytes = new byte[surface.Filled.Length * BytesPerPixel];
        for (int i = 0; i < surface.Filled.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(
                bytes.AsSpan(i * BytesPerPixel), (ushort)Math.Round((surface.Filled[i] - _least) * scale));
        }

        File.WriteAllBytes(path, bytes);
        File.WriteAllText(
            Path.ChangeExtension(path, "hdr"),
            $"ENVI\nsamples = {surface.Width}\nlines = {surface.Height}\nbands = 1\nheader offset = 0\n"
            + "file type = ENVI Standard\ndata type = 12\ninterleave = bsq\nbyte order = 0\n");
    }

    private double[] ReadRaw(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length != surface.Values.Length * BytesPerPixel)
        {
            throw new InvalidOperationException($"{path} has {bytes.Length} bytes, not 16 bits a pixel");
        }

        double scale = (_greatest - _least) / ushort.MaxValue;
        return
        [
            .. bytes.Chunk(BytesPerPixel)
                .Select(pixel => _least + scale * BinaryPrimitives.ReadUInt16LittleEndian(pixel)),
        ];
    }
}
