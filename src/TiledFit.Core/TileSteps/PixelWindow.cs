using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The pixels of one step in a worker's buffers: the target z − b − Σ frozen, zero where there is no data, and the
/// validity plane where some pixel has none.
/// </summary>
internal sealed unsafe class PixelWindow
{
    private readonly TileWorkspace _workspace;

    public PixelWindow(
        TileWorkspace workspace, PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background,
        IReadOnlyList<Component> frozen)
    {
        workspace.Enter(StepPhase.Target);
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

        if (invalid > 0)
        {
            workspace.Valid.Reserve(length);
            FillValid(pixels);
        }

        Domain = new PixelDomain(bounds, new PixelPlane(invalid > 0 ? workspace.Valid.Pointer : null, bounds));
        ObjectiveKernel.MaskAndSum(Target, Domain.Valid);
    }

    public PixelRectangle Bounds { get; }

    /// <summary>Which pixels hold data.</summary>
    public PixelDomain Domain { get; }

    public PixelPlane Target => new(_workspace.Target.Pointer, Bounds);

    public PixelPlane Residual => new(_workspace.Residual.Pointer, Bounds);

    public PixelPlane Trial => new(_workspace.Trial.Pointer, Bounds);

    /// <summary>Writes target − Σ a·g into the trial plane and returns E there.</summary>
    public double EvaluateTrial(ReadOnlySpan<Gaussian> components)
    {
        Enter(StepPhase.Residual);
        PixelPlane trial = Trial;
        long bytes = PixelPlane.LengthFor(Bounds) * sizeof(double);
        Buffer.MemoryCopy(Target.Data, trial.Data, bytes, bytes);
        foreach (Gaussian component in components)
        {
            ModelKernel.Add(component, -1, trial);
        }

        return ObjectiveKernel.MaskAndSum(trial, Domain.Valid);
    }

    /// <summary>Makes target − Σ a·g the residual and returns E there.</summary>
    public double Evaluate(ReadOnlySpan<Gaussian> components)
    {
        double objective = EvaluateTrial(components);
        AcceptTrial();
        return objective;
    }

    /// <summary>The worker's normal matrix, for the problem that is being solved.</summary>
    public BlockSymmetricMatrix Matrix => _workspace.Matrix;

    /// <summary>Tells the worker's observer, if there is one.</summary>
    public void Enter(StepPhase phase) => _workspace.Enter(phase);

    /// <summary>The trial residual becomes the residual.</summary>
    public void AcceptTrial() => _workspace.SwapResiduals();

    /// <summary>Takes components that stay as they are out of the target, like those that never were free.</summary>
    public void Freeze(IEnumerable<Gaussian> components)
    {
        Enter(StepPhase.Target);
        foreach (Gaussian component in components)
        {
            ModelKernel.Add(component, -1, Target);
        }

        ObjectiveKernel.MaskAndSum(Target, Domain.Valid);
    }

    /// <summary>The residual without a component that was in the model.</summary>
    public void AddToResidual(in Gaussian component)
    {
        ModelKernel.Add(component, 1, Residual);
        if (Domain.Valid.Data != null)
        {
            ObjectiveKernel.MaskAndSum(Residual, Domain.Valid);
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
            for (int column = 0; column < line.Length && Domain.Valid.Data != null; column++)
            {
                line[column] = Domain.Valid.RowSpan(row)[column] == 0 ? double.NaN : line[column];
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
            sum.Add(RowSums.Squares(Residual.RowSpan(row - Bounds.Y).Slice(common.X - Bounds.X, common.Width)));
        }

        return sum.Value;
    }

    private int FillTarget(ReadOnlySpan<double> pixels, Background background)
    {
        PixelPlane target = Target;
        int invalid = 0;
        for (int row = 0; row < Bounds.Height; row++)
        {
            ReadOnlySpan<double> source = pixels.Slice(row * Bounds.Width, Bounds.Width);
            var line = new Span<double>(target.Row(row), target.Stride);
            double level = background.ValueAt(Bounds.X, Bounds.Y + row);
            invalid += TargetKernel.Subtract(source, level, background.SlopeX, line);

            line[source.Length..].Clear();
        }

        return invalid;
    }

    private void FillValid(ReadOnlySpan<double> pixels)
    {
        var valid = new PixelPlane(_workspace.Valid.Pointer, Bounds);
        for (int row = 0; row < Bounds.Height; row++)
        {
            var line = new Span<double>(valid.Row(row), valid.Stride);
            line.Clear();
            for (int column = 0; column < Bounds.Width; column++)
            {
                line[column] = double.IsNaN(pixels[row * Bounds.Width + column]) ? 0 : 1;
            }
        }
    }
}
