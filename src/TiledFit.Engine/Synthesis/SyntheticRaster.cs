using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using System.Runtime.Intrinsics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Engine.Rendering;

namespace TiledFit.Engine.Synthesis;

/// <summary>
/// Components and noise as a .npy file of little-endian float32. A pixel's value is the sum over its components in
/// ascending order, then the noise, so that neither bands nor threads show in the bytes.
/// </summary>
internal sealed class SyntheticRaster(SyntheticFieldOptions options, Gaussian[] components)
{
    private const int Lanes = 8, BandPixels = 1 << 18;

    /// <summary>0, 1, … 7.</summary>
    private static readonly Vector512<double> LaneOffsets = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);

    private readonly IntervalIndex _index = IntervalIndex.OfRows(components);

    /// <summary>Row length of a band in memory: the last step of a row may run over its end.</summary>
    private readonly int _stride = options.Width + Lanes;

    /// <summary>Rows of a band.</summary>
    public int BandHeight { get; init; } = Math.Clamp(BandPixels / options.Width, 1, options.Height);

    private long RowBytes => options.Width * (long)sizeof(float);

    /// <summary>Replaces a file.</summary>
    public void Write(string path, CancellationToken cancellation)
    {
        byte[] header = Header();
        using SafeFileHandle file = File.OpenHandle(
            path, FileMode.Create, FileAccess.Write, preallocationSize: header.Length + options.Height * RowBytes);
        RandomAccess.Write(file, header, 0);
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        try
        {
            int bands = (options.Height + BandHeight - 1) / BandHeight;
            Parallel.For(0, bands, parallel, NewBuffers, WriteBand, _ => { });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        Buffers NewBuffers() => new(new double[BandHeight * _stride], new byte[BandHeight * RowBytes]);

        Buffers WriteBand(int band, ParallelLoopState state, Buffers buffers)
        {
            int top = band * BandHeight, rows = Math.Min(BandHeight, options.Height - top);
            Render(buffers, top, rows);
            RandomAccess.Write(file, buffers.Bytes.AsSpan(0, (int)(rows * RowBytes)), header.Length + top * RowBytes);
            return buffers;
        }
    }

    private void Render(Buffers buffers, int top, int rows)
    {
        Array.Clear(buffers.Sums);
        AddComponents(buffers.Sums, top, rows);
        for (int row = 0; row < rows; row++)
        {
            Span<double> values = buffers.Sums.AsSpan(row * _stride, options.Width);
            AddNoise(values, top + row);
            Store(values, buffers.Bytes.AsSpan((int)(row * RowBytes)));
        }
    }

    private void AddComponents(double[] sums, int top, int rows)
    {
        foreach (int i in _index.Overlapping(top - 1, top + rows))
        {
            Gaussian c = components[i];
            int first = Math.Max(top, RowOf(c.Y - c.HalfHeight));
            int last = Math.Min(top + rows, RowOf(c.Y + c.HalfHeight) + 2);
            for (int y = first; y < last; y++)
            {
                AddRow(sums.AsSpan((y - top) * _stride, _stride), c, y);
            }
        }
    }

    /// <summary>
    /// Adds a component to a row. With t = x − c_x, p = −l21/(l11·l22), s = (y − c_y)/l22: u₁ = t/l11, u₂ = s + p·t,
    /// q = A·t² + 2B·t + C, A = 1/l11² + p², B = p·s, C = s²; the support is the chord q ≤ R².
    /// </summary>
    private void AddRow(Span<double> row, in Gaussian c, int y)
    {
        double p = -c.L21 / (c.L11 * c.L22), s = (y - c.Y) / c.L22;
        double a = 1 / (c.L11 * c.L11) + p * p, b = p * s;
        double discriminant = b * b - a * (s * s - Support.RadiusSquared);
        if (discriminant < 0)
        {
            return;
        }

        double half = Math.Sqrt(discriminant) / a, middle = c.X - b / a;
        int from = Math.Max(0, RowOf(middle - half)), to = Math.Min(options.Width, RowOf(middle + half) + 2);
        Vector512<double> slope1 = Vector512.Create(1 / c.L11), slope2 = Vector512.Create(p);
        Vector512<double> offset2 = Vector512.Create(s), amplitude = Vector512.Create(c.Amplitude);
        for (int x = from; x < to; x += Lanes)
        {
            Vector512<double> t = Vector512.Create((double)x) + LaneOffsets - Vector512.Create(c.X);
            Vector512<double> u1 = t * slope1, u2 = Vector512.FusedMultiplyAdd(t, slope2, offset2);
            Vector512<double> q = Vector512.FusedMultiplyAdd(u1, u1, u2 * u2);
            Vector512<double> inside = Vector512.LessThanOrEqual(q, Vector512.Create(Support.RadiusSquared));
            Vector512<double> g = DeterministicMath.Exp(q * Vector512.Create(-0.5)) & inside;
            Span<double> target = row.Slice(x, Lanes);
            Vector512<double> sum = Vector512.Create<double>(target);
            Vector512.FusedMultiplyAdd(amplitude, g, sum).CopyTo(target);
        }
    }

    private void AddNoise(Span<double> row, int y)
    {
        if (options.Noise == 0)
        {
            return;
        }

        ulong firstPair = (ulong)y * (ulong)((options.Width + 1) / 2);
        for (int x = 0; x < row.Length; x += 2)
        {
            var random = new PhiloxSequence(options.Seed, RandomStream.Noise, firstPair + (ulong)(x / 2));
            (double left, double right) = random.NextNormalPair();
            row[x] += options.Noise * left;
            if (x + 1 < row.Length)
            {
                row[x + 1] += options.Noise * right;
            }
        }
    }

    private static void Store(ReadOnlySpan<double> values, Span<byte> bytes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], (float)values[i]);
        }
    }

    /// <summary>The row or column at or before a position, within the range of int.</summary>
    private static int RowOf(double position) => (int)Math.Clamp(Math.Floor(position), -1, int.MaxValue - Lanes);

    /// <summary>NumPy's format, version 1.0: magic, length, a Python literal padded to 64 bytes in all.</summary>
    private byte[] Header()
    {
        string literal = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({options.Height}, {options.Width}), }}";
        const int prefix = 10;
        int total = (prefix + literal.Length + 1 + 63) / 64 * 64;
        byte[] dictionary = Encoding.ASCII.GetBytes(literal.PadRight(total - prefix - 1) + '\n');
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. dictionary];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - prefix));
        return header;
    }

    /// <summary>A band in memory.</summary>
    /// <param name="Sums">BandHeight rows of <see cref="_stride"/> values.</param>
    /// <param name="Bytes">BandHeight rows of the file.</param>
    private sealed record Buffers(double[] Sums, byte[] Bytes);
}
