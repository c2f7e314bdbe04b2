using TiledFit.Core.Kernels;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The pixels of one step in a worker's buffers: the target z − b − Σ frozen, zero where there is no data, and the
/// validity plane where some pixel has none.
/// </summary>
internal sealed unsafe class PixelWindow
{
    private readonly TileWorkspace _workspace;
    private readonly int[]? _invalidCounts;

    public PixelWindow(
        TileWorkspace workspace, PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background,
        IReadOnlyList<Component> frozen)
    {
        _workspace = workspace;
        Bounds = bounds;
        long length = PixelPlane.LengthFor(bounds);
        workspace.Target.Reserve(length);
        workspace.Residual.Reserve(length);
        workspace.Trial.Reserve(length);
        int invalid = FillTarget(pixels, background);
        foreach (Component component in frozen)
        {
            ModelKernel.Add(component.Shape, -1, Target);
        }

        ValidCount = bounds.Area - invalid;
        if (invalid > 0)
        {
            workspace.Valid.Reserve(length);
            _invalidCounts = FillValid(pixels);
            ObjectiveKernel.MaskAndSum(Target, Valid);
        }
    }

    public PixelRectangle Bounds { get; }

    public long ValidCount { get; }

    public PixelPlane Target => new(_workspace.Target.Pointer, Bounds);

    public PixelPlane Residual => new(_workspace.Residual.Pointer, Bounds);

    public PixelPlane Trial => new(_workspace.Trial.Pointer, Bounds);

    /// <summary>1 or 0 for each pixel; null data when all are valid.</summary>
    public PixelPlane Valid => new(_invalidCounts is null ? null : _workspace.Valid.Pointer, Bounds);

    /// <summary>Writes target − Σ a·g into the trial plane and returns E there.</summary>
    public double EvaluateTrial(ReadOnlySpan<Gaussian> components)
    {
        PixelPlane trial = Trial;
        long bytes = PixelPlane.LengthFor(Bounds) * sizeof(double);
        Buffer.MemoryCopy(Target.Data, trial.Data, bytes, bytes);
        foreach (Gaussian component in components)
        {
            ModelKernel.Add(component, -1, trial);
        }

        return ObjectiveKernel.MaskAndSum(trial, Valid);
    }

    /// <summary>The trial residual becomes the residual.</summary>
    public void AcceptTrial() => _workspace.SwapResiduals();

    /// <summary>The residual without a component that was in the model.</summary>
    public void AddToResidual(in Gaussian component)
    {
        ModelKernel.Add(component, 1, Residual);
        if (_invalidCounts is not null)
        {
            ObjectiveKernel.MaskAndSum(Residual, Valid);
        }
    }

    /// <summary>The residual row by row without gaps; NaN where there is no data.</summary>
    public double[] CopyResidual()
    {
        var copy = new double[Bounds.Area];
        for (int row = 0; row < Bounds.Height; row++)
        {
            Span<double> line = copy.AsSpan(row * Bounds.Width, Bounds.Width);
            Residual.RowSpan(row).CopyTo(line);
            for (int column = 0; column < line.Length && Valid.Data != null; column++)
            {
                line[column] = Valid.RowSpan(row)[column] == 0 ? double.NaN : line[column];
            }
        }

        return copy;
    }

    /// <summary>Σ r² over the core.</summary>
    public double SumSquares(PixelRectangle core)
    {
        PixelRectangle common = Bounds.Intersect(core);
        CompensatedSum sum = default;
        for (int row = common.Y; row < common.Bottom; row++)
        {
            double squares = 0;
            foreach (double r in Residual.RowSpan(row - Bounds.Y).Slice(common.X - Bounds.X, common.Width))
            {
                squares += r * r;
            }

            sum.Add(squares);
        }

        return sum.Value;
    }

    /// <summary>Whether a pixel without data lies in the box (inclusive pixel positions, clipped to the window).</summary>
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

    private int FillTarget(ReadOnlySpan<double> pixels, Background background)
    {
        PixelPlane target = Target;
        int invalid = 0;
        for (int row = 0; row < Bounds.Height; row++)
        {
            ReadOnlySpan<double> source = pixels.Slice(row * Bounds.Width, Bounds.Width);
            var line = new Span<double>(target.Row(row), target.Stride);
            double level = background.ValueAt(Bounds.X, Bounds.Y + row);
            for (int column = 0; column < source.Length; column++)
            {
                double z = source[column];
                bool missing = double.IsNaN(z);
                invalid += missing ? 1 : 0;
                line[column] = missing ? 0 : z - (level + background.SlopeX * column);
            }

            line[source.Length..].Clear();
        }

        return invalid;
    }

    // The validity plane, and the summed-area table of the pixels without data (Crow 1984).
    private int[] FillValid(ReadOnlySpan<double> pixels)
    {
        var valid = new PixelPlane(_workspace.Valid.Pointer, Bounds);
        int stride = Bounds.Width + 1;
        var counts = new int[stride * (Bounds.Height + 1)];
        for (int row = 0; row < Bounds.Height; row++)
        {
            var line = new Span<double>(valid.Row(row), valid.Stride);
            line.Clear();
            int sum = 0;
            for (int column = 0; column < Bounds.Width; column++)
            {
                bool missing = double.IsNaN(pixels[row * Bounds.Width + column]);
                line[column] = missing ? 0 : 1;
                sum += missing ? 1 : 0;
                counts[(row + 1) * stride + column + 1] = counts[row * stride + column + 1] + sum;
            }
        }

        return counts;
    }
}
