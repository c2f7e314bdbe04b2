using TiledFit.Core.Kernels;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.Refinement;
using TiledFit.Core.Tests.TileSteps;

namespace TiledFit.Core.Tests.Refinement;

public unsafe class ComponentSplitTests
{
    private static readonly PixelRectangle Bounds = new(0, 0, 60, 50);

    /// <summary>Halves have the moments of the whole, whichever direction the residual chose.</summary>
    [Theory]
    [InlineData(3.5, 0, 0)]
    [InlineData(3.5, 0, 1)]
    [InlineData(0, 3.5, 0)]
    [InlineData(2.5, 2.5, 1)]
    [InlineData(2.5, -2.5, 0)]
    public void MergedHalvesAreTheWhole(double dx, double dy, double l21)
    {
        var whole = new Gaussian(3, 30, 25, 3.5, l21, 3.5);
        var lobe = new Gaussian(1, 30, 25, 1.5, 0, 1.5);
        (Gaussian first, Gaussian second) = Halve(
            whole,
            (x, y) => (lobe with { X = 30 + dx, Y = 25 + dy }).ValueAt(x, y)
                + (lobe with { X = 30 - dx, Y = 25 - dy }).ValueAt(x, y));
        StepCase.AssertNear(whole, ComponentSplit.Merge(first, second), 1e-12);
        Assert.Equal(first.Volume, second.Volume, 1e-12);

        // They lie along the direction from which the residual asks for them.
        double along = (second.X - first.X) * dx + (second.Y - first.Y) * dy;
        double across = (second.X - first.X) * dy - (second.Y - first.Y) * dx;
        Assert.True(Math.Abs(along) > Math.Abs(across));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AMergerKeepsTheMomentsOfBoth(int sign)
    {
        var first = new Gaussian(3 * sign, 10, 20, 2, 0.5, 1.5);
        var second = new Gaussian(sign, 14, 17, 3, -1, 2);
        Gaussian merged = ComponentSplit.Merge(first, second);
        Assert.Equal(first.Volume + second.Volume, merged.Volume, 1e-11);
        double p = first.Volume / merged.Volume, q = second.Volume / merged.Volume;
        Assert.Equal(p * 10 + q * 14, merged.X, 1e-12);
        Assert.Equal(p * 20 + q * 17, merged.Y, 1e-12);

        // E[xy] − E[x]·E[y] of the mixture.
        double xy = p * (first.CovarianceXY + 10 * 20) + q * (second.CovarianceXY + 14 * 17) - merged.X * merged.Y;
        Assert.Equal(xy, merged.CovarianceXY, 1e-10);
    }

    private static (Gaussian First, Gaussian Second) Halve(in Gaussian whole, Func<int, int, double> value)
    {
        var buffer = new AlignedBuffer();
        buffer.Reserve(PixelPlane.LengthFor(Bounds));
        var plane = new PixelPlane(buffer.Pointer, Bounds);
        for (int y = 0; y < Bounds.Height; y++)
        {
            for (int x = 0; x < Bounds.Width; x++)
            {
                plane.RowSpan(y)[x] = value(x, y);
            }
        }

        return ComponentSplit.Halve(whole, plane);
    }
}
