using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Losses;
using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>
/// The pixels of one step in a worker's buffers: the target z − b − Σ frozen, of no meaning where there is no data; the
/// weights, where some pixel has another than 1; and the weighted residual w·r, in which the gradient of Σ w·r² is
/// linear. With another loss it is w·ψ, in which the gradient of Σ w·ρ is linear alike.
/// </summary>
internal sealed unsafe class PixelWindow
{
    private readonly TileWorkspace _workspace;
    private readonly Loss _loss;
    private readonly bool _isPlain;
    private PixelDomain? _domain;
    private bool _isDomainStale;

    public PixelWindow(
        TileWorkspace workspace, PixelRectangle bounds, ReadOnlySpan<double> pixels, Background background,
        IReadOnlyList<Component> frozen, ReadOnlySpan<double> weights = default, Loss loss = default)
    {
        workspace.Enter(StepPhase.Target);
        _workspace = workspace;
        _loss = loss;
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

        _isPlain = invalid == 0 && !weights.ContainsAnyExcept(1);
        if (!_isPlain)
        {
            workspace.Weights.Reserve(length);
            FillWeights(pixels, weights);
        }

        if (loss.HasConstantWeights)
        {
            _domain = new PixelDomain(bounds, Weights);
        }
        else
        {
            workspace.Information.Reserve(length);
            workspace.TrialInformation.Reserve(length);
            new Span<double>(workspace.Information.Pointer, (int)length).Clear();
            new Span<double>(workspace.TrialInformation.Pointer, (int)length).Clear();
        }

        if (loss.Kind == LossKind.Poisson)
        {
            workspace.Counts.Reserve(length);
            FillCounts(pixels);
        }
    }

    public PixelRectangle Bounds { get; }

    /// <summary>Which pixels hold data, and what they weigh in the normal matrix: w, or w·ω of the residual.</summary>
    public PixelDomain Domain
    {
        get
        {
            if (_domain is null)
            {
                _domain = new PixelDomain(Bounds, Information);
            }
            else if (_isDomainStale)
            {
                _domain.Reweigh(Information);
            }

            _isDomainStale = false;
            return _domain;
        }
    }

    public PixelPlane Target => new(_workspace.Target.Pointer, Bounds);

    /// <summary>w·r, or w·ψ.</summary>
    public PixelPlane Residual => new(_workspace.Residual.Pointer, Bounds);

    public PixelPlane Trial => new(_workspace.Trial.Pointer, Bounds);

    private PixelPlane Weights => new(_isPlain ? null : _workspace.Weights.Pointer, Bounds);

    private PixelPlane Counts => new(_workspace.Counts.Pointer, Bounds);

    private PixelPlane Information => new(_workspace.Information.Pointer, Bounds);

    /// <summary>Writes w·(target − Σ a·g), or w·ψ, into the trial plane and returns E there.</summary>
    public double EvaluateTrial(ReadOnlySpan<Gaussian> components)
    {
        Enter(StepPhase.Residual);
        PixelPlane trial = SubtractFromTarget(components);
        return _loss.Kind == LossKind.Squares ? ObjectiveKernel.WeighAndSum(trial, Weights) : Weigh(trial);
    }

    /// <summary>
    /// Makes w·ψ the residual and returns E, and what else tells of a loss other than the squares, over a part of the
    /// pixels.
    /// </summary>
    public (double Objective, LossSums Sums) EvaluateAndCount(
        ReadOnlySpan<Gaussian> components, PixelRectangle part)
    {
        PixelPlane trial = SubtractFromTarget(components);
        (double Objective, LossSums Sums) counted = LossKernel.Count(_loss, trial, Counts, Weights, part);
        Weigh(trial);
        AcceptTrial();
        return counted;
    }

    private double Weigh(PixelPlane trial) => LossKernel.Weigh(
        _loss, trial, Counts, Weights, new PixelPlane(_workspace.TrialInformation.Pointer, Bounds));

    private PixelPlane SubtractFromTarget(ReadOnlySpan<Gaussian> components)
    {
        PixelPlane trial = Trial;
        long bytes = PixelPlane.LengthFor(Bounds) * sizeof(double);
        Buffer.MemoryCopy(Target.Data, trial.Data, bytes, bytes);
        foreach (Gaussian component in components)
        {
            ModelKernel.Add(component, -1, trial);
        }

        return trial;
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

    /// <summary>For what is tried on a part of the window.</summary>
    public TileWorkspace InnerWorkspace => _workspace.Inner;

    /// <summary>Tells the worker's observer, if there is one.</summary>
    public void Enter(StepPhase phase) => _workspace.Enter(phase);

    /// <summary>The trial residual becomes the residual.</summary>
    public void AcceptTrial()
    {
        _workspace.SwapResiduals();
        _isDomainStale = !_loss.HasConstantWeights;
    }

    /// <summary>Takes components that stay as they are out of the target, like those that never were free.</summary>
    public void Freeze(IEnumerable<Gaussian> components)
    {
        Enter(StepPhase.Target);
        foreach (Gaussian component in components)
        {
            ModelKernel.Add(component, -1, Target);
        }
    }

    /// <summary>The residual without a component that was in the model; not with weights but 0 and 1.</summary>
    public void AddToResidual(in Gaussian component)
    {
        ModelKernel.Add(component, 1, Residual);
        PixelRectangle part = SupportBox.Of(component, Support.Radius).Intersect(Bounds);
        for (int y = part.Y; y < part.Bottom && Domain.Weights.Data != null; y++)
        {
            Span<double> line = Residual.RowSpan(y - Bounds.Y);
            ReadOnlySpan<double> weights = Domain.Weights.RowSpan(y - Bounds.Y);
            for (int column = part.X - Bounds.X; column < part.Right - Bounds.X; column++)
            {
                line[column] *= weights[column];
            }
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
            invalid += background.Kind == BackgroundKind.Mesh
                ? SubtractMesh(source, background.RequireMesh(), row, line)
                : TargetKernel.Subtract(
                    source, background.ValueAt(Bounds.X, Bounds.Y + row), background.SlopeX, line);
            line[source.Length..].Clear();
        }

        return invalid;
    }

    private int SubtractMesh(ReadOnlySpan<double> source, BackgroundMesh mesh, int row, Span<double> target)
    {
        mesh.FillRow(Bounds.X, Bounds.Y + row, target[..source.Length]);
        int missing = 0;
        for (int column = 0; column < source.Length; column++)
        {
            bool hasData = !double.IsNaN(source[column]);
            target[column] = hasData ? source[column] - target[column] : 0;
            missing += hasData ? 0 : 1;
        }

        return missing;
    }

    private void FillCounts(ReadOnlySpan<double> pixels)
    {
        PixelPlane counts = Counts;
        for (int row = 0; row < Bounds.Height; row++)
        {
            ReadOnlySpan<double> source = pixels.Slice(row * Bounds.Width, Bounds.Width);
            Span<double> line = counts.RowSpan(row);
            for (int column = 0; column < line.Length; column++)
            {
                double z = source[column];
                line[column] = double.IsNaN(z) ? 0 : z;
            }
        }
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
