using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>
/// A view of window pixels as the kernels want them: rows of <see cref="Stride"/> doubles, each aligned to 64 bytes. The
/// lanes past the window's width are never counted.
/// </summary>
internal readonly unsafe struct PixelPlane
{
    public const int Lanes = 8;

    public PixelPlane(double* data, PixelRectangle bounds)
    {
        Data = data;
        Bounds = bounds;
        Stride = StrideFor(bounds.Width);
    }

    public double* Data { get; }

    public PixelRectangle Bounds { get; }

    public int Stride { get; }

    /// <summary>
    /// An odd number of cache lines: the kernels go down columns, and rows a power of two apart would share one set of
    /// the cache, and the low bits by which a load is told from the stores before it.
    /// </summary>
    public static int StrideFor(int width) => (((width + Lanes - 1) / Lanes) | 1) * Lanes;

    public static long LengthFor(PixelRectangle bounds) => (long)StrideFor(bounds.Width) * bounds.Height;

    public double* Row(int row) => Data + (long)row * Stride;

    public Span<double> RowSpan(int row) => new(Row(row), Bounds.Width);
}
