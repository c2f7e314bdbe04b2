using TiledFit.Core.Model;

namespace TiledFit.Core.Kernels;

/// <summary>The pixels of a window and which of them hold data.</summary>
internal sealed unsafe class PixelDomain
{
    private readonly int[]? _invalidCounts;

    /// <summary>A window with the validity of its pixels.</summary>
    /// <param name="bounds">The window.</param>
    /// <param name="valid">1 or 0 for each pixel, or null data when all are valid.</param>
    public PixelDomain(PixelRectangle bounds, PixelPlane valid)
    {
        Bounds = bounds;
        Valid = valid;
        _invalidCounts = valid.Data == null ? null : CountInvalid(valid);
    }

    public PixelRectangle Bounds { get; }

    /// <summary>1 or 0 for each pixel; null data when all are valid.</summary>
    public PixelPlane Valid { get; }

    /// <summary>Whether the box (inclusive pixel positions) holds nothing but valid pixels of the window.</summary>
    public bool IsWhole(double left, double top, double right, double bottom) =>
        left >= Bounds.X && right <= Bounds.Right - 1 && top >= Bounds.Y && bottom <= Bounds.Bottom - 1
        && !HasInvalid(left, top, right, bottom);

    /// <summary>
    /// Whether a pixel without data lies in the box (inclusive pixel positions), clipped to the window.
    /// </summary>
    public bool HasInvalid(double left, double top, double right, double bottom)
    {
        if (_invalidCounts is null)
        {
            return false;
        }

        int x0 = ClampIndex(Math.Ceiling(left) - Bounds.X, Bounds.Width);
        int x1 = ClampIndex(Math.Floor(right) - Bounds.X + 1, Bounds.Width);
        int y0 = ClampIndex(Math.Ceiling(top) - Bounds.Y, Bounds.Height);
        int y1 = ClampIndex(Math.Floor(bottom) - Bounds.Y + 1, Bounds.Height);
        int stride = Bounds.Width + 1;
        return x1 > x0 && y1 > y0
            && _invalidCounts[y1 * stride + x1] - _invalidCounts[y0 * stride + x1]
                - _invalidCounts[y1 * stride + x0] + _invalidCounts[y0 * stride + x0] > 0;
    }

    private static int ClampIndex(double value, int limit) => value <= 0 ? 0 : value >= limit ? limit : (int)value;

    // The summed-area table (Crow 1984) of the pixels without data.
    private static int[] CountInvalid(PixelPlane valid)
    {
        PixelRectangle bounds = valid.Bounds;
        int stride = bounds.Width + 1;
        var counts = new int[stride * (bounds.Height + 1)];
        for (int row = 0; row < bounds.Height; row++)
        {
            ReadOnlySpan<double> line = valid.RowSpan(row);
            int sum = 0;
            for (int column = 0; column < line.Length; column++)
            {
                sum += line[column] == 0 ? 1 : 0;
                counts[(row + 1) * stride + column + 1] = counts[row * stride + column + 1] + sum;
            }
        }

        return counts;
    }
}
