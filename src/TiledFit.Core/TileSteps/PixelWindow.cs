using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The pixels of one step in a worker's buffers: the target z − b − Σ frozen, of no meaning where there is no data; the
/// weights, where some pixel has another than 1; and the weighted residual w·r, in which the gradient of Σ w·r² is
/// linear.
/// </summary>
internal sealed unsafe class PixelWindow
{
    private readonly TileWorkspace _workspace;

    public PixelWindow(
        TileWorkspace workspace, PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background,
        IReadOnlyList<Component> frozen, ReadOnlySpan<double> weights = default)
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

        bool isPlain = invalid == 0 && !weights.ContainsAnyExcept(1);
        if (!isPlain)
        {
            workspace.Weights.Reserve(length);
            FillWeights(pixels, weights);
        }

        Domain = new PixelDomain(bounds, new PixelPlane(isPlain ? null : workspace.Weights.Pointer, bounds));
    }

    public PixelRectangle Bounds { get; }

    /// <summary>Which pixels hold data, and what they weigh.</summary>
    public PixelDomain Domain { get; }

    public PixelPlane Target => new(_workspace.Target.Pointer, Bounds);

    /// <summary>w·r.</summary>
    public PixelPlane Residual => new(_workspace.Residual.Pointer, Bounds);

    public PixelPlane Trial => new(_workspace.Trial.Pointer, Bounds);

    /// <summary>Writes w·(target − Σ a·g) into the trial plane and returns E there.</summary>
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

        return ObjectiveKernel.WeighAndSum(trial, Domain.Weights);
    }

    /// <summary>Makes w·(target − Σ a·g) the residual and returns E there.</summary>
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
    }

    /// <summary>The residual without a component that was in the model; not with weights.</summary>
    public void AddToResidual(in Gaussian component)
    {
        ModelKernel.Add(component, 1, Residual);
        if (Domain.Weights.Data != null)
        {
            ObjectiveKernel.WeighAndSum(Residual, Domain.Weights);
        }
    }

    /// <summary>The residual row by row without gaps, NaN where there is no data; not with weights.</summary>
    public double[] CopyResidual()
    {
        var copy = new double[Bounds.Area];
        CopyResidual(Bounds, copy);
        return copy;
    }

    /// <summary>That of a part of the window.</summary>
    public void CopyResidual(PixelRectangle part, Span<double> copy)
    {
        int left = part.X - Bounds.X;
        for (int row = 0; row < part.Height; row++)
        {
            int source = part.Y - Bounds.Y + row;
            Span<double> line = copy.Slice(row * part.Width, part.Width);
            Residual.RowSpan(source).Slice(left, part.Width).CopyTo(line);
            for (int column = 0; column < line.Length && Domain.Weights.Data != null; column++)
            {
                line[column] = Domain.Weights.RowSpan(source)[left + column] == 0 ? double.NaN : line[column];
            }
        }
    }

    /// <summary>Σ w·r² over the core.</summary>
    public double SumSquares(PixelRectangle core)
    {
        PixelRectangle common = Bounds.Intersect(core);
        CompensatedSum sum = default;
        for (int row = common.Y; row < common.Bottom; row++)
        {
            Span<double> line = Residual.RowSpan(row - Bounds.Y).Slice(common.X - Bounds.X, common.Width);
            sum.Add(Domain.HasWeights
                ? WeightedSquares(line, Domain.Weights.RowSpan(row - Bounds.Y)[(common.X - Bounds.X)..])
                : RowSums.Squares(line) / Domain.Weight);
        }

        return sum.Value;
    }

    // From w·r.
    private static double WeightedSquares(ReadOnlySpan<double> residual, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int k = 0; k < residual.Length; k++)
        {
            sum += weights[k] > 0 ? residual[k] * residual[k] / weights[k] : 0;
        }

        return sum;
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

    private void FillWeights(ReadOnlySpan<double> pixels, ReadOnlySpan<double> weights)
    {
        var plane = new PixelPlane(_workspace.Weights.Pointer, Bounds);
        for (int row = 0; row < Bounds.Height; row++)
        {
            ReadOnlySpan<double> source = pixels.Slice(row * Bounds.Width, Bounds.Width);
            var line = new Span<double>(plane.Row(row), plane.Stride);
            line.Clear();
            Span<double> ofPixels = line[..source.Length];
            if (weights.IsEmpty)
            {
                ofPixels.Fill(1);
            }
            else
            {
                weights.Slice(row * Bounds.Width, Bounds.Width).CopyTo(ofPixels);
            }

            for (int column = 0; column < source.Length; column++)
            {
                if (double.IsNaN(source[column]))
                {
                    ofPixels[column] = 0;
                }
            }
        }
    }
}
