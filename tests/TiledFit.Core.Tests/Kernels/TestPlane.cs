using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Tests.Kernels;

/// <summary>A window of pixels in a buffer of its own.</summary>
internal sealed unsafe class TestPlane
{
    private readonly AlignedBuffer _buffer = new();

    public TestPlane(PixelRectangle bounds, Func<int, int, double>? value = null)
    {
        Bounds = bounds;
        _buffer.Reserve(PixelPlane.LengthFor(bounds));
        new Span<double>(_buffer.Pointer, (int)PixelPlane.LengthFor(bounds)).Clear();
        for (int row = 0; row < bounds.Height && value is not null; row++)
        {
            for (int column = 0; column < bounds.Width; column++)
            {
                Plane.RowSpan(row)[column] = value(bounds.X + column, bounds.Y + row);
            }
        }
    }

    public PixelRectangle Bounds { get; }

    public PixelPlane Plane => new(_buffer.Pointer, Bounds);

    public double this[int x, int y] => Plane.RowSpan(y - Bounds.Y)[x - Bounds.X];
}
