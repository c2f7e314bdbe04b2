using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.LevenbergMarquardt;

/// <summary>
/// Levenberg–Marquardt on (H + λ·D)·δ = −g (Levenberg 1944, Marquardt 1963; λ after Nielsen 1999), and on
/// (H − S + λ·D)·δ = −g where the problem gives the curvature S of its residuals: λ then rises until the matrix is
/// positive definite. Bounds, where a problem has some, are kept by projection (Bertsekas 1982; Kanzow, Yamashita and
/// Fukushima 2004). A step is accepted on the true objective only, so that E never rises.
/// </summary>
public sealed class LevenbergMarquardtMinimizer
{
    // Stands for an infinite shift, which would make the system's solution zero in a parameter.
    private const double HoldingFactor = 1e12;

    private readonly ILinearSolver _solver;
    private double[] _gradient = [], _scaling = [], _diagonal = [], _shift = [], _rightHandSide = [], _step = [];
    private double[] _displacement = [], _product = [];
    private bool[] _held = [], _clipped = [];
    private double _linearTolerance;

    /// <summary>A minimiser that keeps its solver's analysis and its buffers between problems.</summary>
    public LevenbergMarquardtMinimizer(ILinearSolver solver)
    {
        _solver = solver;
    }

    /// <summary>Minimises E from the problem's current point.</summary>
    /// <param name="problem">Moved to the point found.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="damping">λ to start from; receives λ to go on from, the initial one after
    /// <see cref="TerminationType.NoDecrease"/>.</param>
    /// <param name="onIteration">Hears every iteration.</param>
    /// <param name="cancellation">Looked at before each linearisation, before each trial and within the solver.</param>
    public MinimizerSummary Minimize(
        ILeastSquaresProblem problem, MinimizerOptions options, ref DampingState damping,
        Action<IterationSummary>? onIteration = null, CancellationToken cancellation = default)
    {
        EnsureCapacity(problem.ParameterCount);
        _linearTolerance = options.LinearTolerance;
        var iterations = new List<IterationSummary>();
        double initial = problem.Objective, largestGradient = 0;
        TerminationType? termination = problem.ParameterCount == 0 ? TerminationType.GradientTolerance : null;
        while (termination is null)
        {
            cancellation.ThrowIfCancellationRequested();
            BlockSymmetricMatrix matrix = problem.Linearize(_gradient.AsSpan(0, problem.ParameterCount));
            // Of H itself: what the gradient is measured by must not depend on whether S is known.
            matrix.CopyDiagonalTo(_diagonal);
            _held.AsSpan(0, matrix.Order).Clear();
            problem.MarkActive(_gradient.AsSpan(0, matrix.Order), _held.AsSpan(0, matrix.Order));
            largestGradient = LargestGradient(_diagonal.AsSpan(0, matrix.Order), _gradient, _held);
            double relativeGradient = Relative(largestGradient, problem.Objective);
            if (relativeGradient <= options.GradientTolerance)
            {
                termination = TerminationType.GradientTolerance;
                break;
            }

            Scale(matrix, options.Scaling, iterations.Count == 0);
            problem.SubtractCurvature(matrix);
            IterationSummary iteration = Step(
                problem, matrix, relativeGradient, iterations.Count + 1, options.MaxTrials, ref damping, cancellation);
            largestGradient = LargestGradient(_diagonal.AsSpan(0, matrix.Order), _gradient, _held);
            iterations.Add(iteration);
            onIteration?.Invoke(iteration);
            termination = Judge(iteration, options);
        }

        return new MinimizerSummary(initial, problem.Objective, termination.Value, largestGradient, iterations);
    }

    /// <summary>
    /// max |g_a| / √H_aa; over √E it is free of scale and says how far the point is from stationary. What the feasible
    /// set holds does not count: the gradient is a projected one.
    /// </summary>
    /// <param name="matrix">H.</param>
    /// <param name="gradient">g.</param>
    /// <param name="held">True for the parameters that are held; empty when none is.</param>
    public static double LargestGradient(
        BlockSymmetricMatrix matrix, ReadOnlySpan<double> gradient, ReadOnlySpan<bool> held)
    {
        var diagonal = new double[matrix.Order];
        matrix.CopyDiagonalTo(diagonal);
        return LargestGradient(diagonal, gradient, held);
    }

    private static double LargestGradient(
        ReadOnlySpan<double> diagonal, ReadOnlySpan<double> gradient, ReadOnlySpan<bool> held)
    {
        double largest = 0;
        for (int k = 0; k < diagonal.Length; k++)
        {
            if (diagonal[k] > 0 && (held.IsEmpty || !held[k]))
            {
                largest = Math.Max(largest, Math.Abs(gradient[k]) / Math.Sqrt(diagonal[k]));
            }
        }

        return largest;
    }

    private void Scale(BlockSymmetricMatrix matrix, DampingScaling scaling, bool isFirst)
    {
        if (scaling == DampingScaling.RunningDiagonal)
        {
            RunningDiagonal.Update(matrix, isFirst, _scaling);
        }
        else
        {
            CouplingDamping.Compute(matrix, CouplingDamping.DefaultGamma, _scaling);
        }
    }

    private static double Relative(double gradient, double objective) =>
        objective > 0 ? gradient / Math.Sqrt(objective) : 0;

    private IterationSummary Step(
        ILeastSquaresProblem problem, BlockSymmetricMatrix matrix, double relativeGradient, int number,
        int maxTrials, ref DampingState damping, CancellationToken cancellation)
    {
        double before = problem.Objective, lambda = damping.Lambda, gain = 0;
        int n = problem.ParameterCount, trial = 1;
        for (; trial <= maxTrials; trial++)
        {
            cancellation.ThrowIfCancellationRequested();
            lambda = damping.Lambda;
            if (TrySolveFeasible(problem, matrix, lambda, relativeGradient, cancellation))
            {
                Span<double> step = _step.AsSpan(0, n);
                double after = problem.EvaluateTrial(step, out bool shortened);
                double predicted = shortened || _clipped.AsSpan(0, n).Contains(true)
                    ? PredictedDecrease(matrix, step)
                    : PredictedDecrease(lambda, step);
                gain = (before - after) / predicted;
                if (after < before && predicted > 0)
                {
                    problem.AcceptTrial();
                    damping = damping.AfterSuccess(gain);
                    return new IterationSummary(number, after, (before - after) / before, relativeGradient,
                        LargestEntry(step), lambda, gain, trial);
                }
            }

            damping = damping.AfterFailure();
        }

        // Rounding hides any further decrease from here; a λ at which nothing moved would never come down again.
        damping = DampingState.Initial;
        return new IterationSummary(number, before, 0, relativeGradient, 0, lambda, gain, trial - 1);
    }

    // What would pass a bound is put on it, what would leave the feasible set is held, and the others are solved for
    // anew.
    private bool TrySolveFeasible(
        ILeastSquaresProblem problem, BlockSymmetricMatrix matrix, double lambda, double relativeGradient,
        CancellationToken cancellation)
    {
        int n = matrix.Order;
        _clipped.AsSpan(0, n).Clear();
        _displacement.AsSpan(0, n).Clear();
        do
        {
            if (!TrySolve(matrix, lambda, relativeGradient, cancellation))
            {
                return false;
            }
        }
        while (problem.Clip(
                _step.AsSpan(0, n), _held.AsSpan(0, n), _clipped.AsSpan(0, n), _displacement.AsSpan(0, n))
            || problem.MarkInfeasible(_step.AsSpan(0, n), _held.AsSpan(0, n)));
        return true;
    }

    // −g − H·δ of what is clipped.
    private void SubtractClipped(BlockSymmetricMatrix matrix)
    {
        int n = matrix.Order;
        for (int k = 0; k < n; k++)
        {
            _displacement[k] = _held[k] ? 0 : _displacement[k];
        }

        QuadraticForm.Multiply(matrix, _displacement.AsSpan(0, n), _product.AsSpan(0, n));
        for (int k = 0; k < n; k++)
        {
            _rightHandSide[k] = _held[k] || _clipped[k] ? 0 : _rightHandSide[k] - _product[k];
            _shift[k] = _clipped[k] ? HoldingFactor * _scaling[k] : _shift[k];
        }
    }

    private bool TrySolve(
        BlockSymmetricMatrix matrix, double lambda, double relativeGradient, CancellationToken cancellation)
    {
        int n = matrix.Order;
        for (int k = 0; k < n; k++)
        {
            _shift[k] = (_held[k] ? HoldingFactor : lambda) * _scaling[k];
            _rightHandSide[k] = _held[k] ? 0 : -_gradient[k];
        }

        bool isClipped = _clipped.AsSpan(0, n).Contains(true);
        if (isClipped)
        {
            SubtractClipped(matrix);
        }

        // An inexact step far from the optimum, an ever better one near it (Eisenstat and Walker 1996).
        double tolerance = Math.Min(Math.Max(0.1 * Math.Sqrt(relativeGradient), 1e-6), _linearTolerance);
        if (!_solver.TrySolve(
            matrix, _shift.AsSpan(0, n), _rightHandSide.AsSpan(0, n), tolerance, _step.AsSpan(0, n),
            cancellation))
        {
            return false;
        }

        for (int k = 0; k < n; k++)
        {
            _step[k] = _held[k] ? 0 : isClipped && _clipped[k] ? _displacement[k] : _step[k];
        }

        return true;
    }

    // E(0) − E(δ) = −2gᵀδ − δᵀHδ, which is δᵀ(−g + λDδ) for the solution of the damped system.
    private double PredictedDecrease(double lambda, ReadOnlySpan<double> step)
    {
        double sum = 0;
        for (int k = 0; k < step.Length; k++)
        {
            sum += step[k] * (lambda * _scaling[k] * step[k] - _gradient[k]);
        }

        return sum;
    }

    private double PredictedDecrease(BlockSymmetricMatrix matrix, ReadOnlySpan<double> step)
    {
        double linear = 0;
        for (int k = 0; k < step.Length; k++)
        {
            linear += _gradient[k] * step[k];
        }

        return -2 * linear - QuadraticForm.Evaluate(matrix, step);
    }

    private static TerminationType? Judge(in IterationSummary iteration, MinimizerOptions options)
    {
        if (iteration.LargestStep == 0)
        {
            return TerminationType.NoDecrease;
        }

        if (iteration.RelativeDecrease < options.FunctionTolerance)
        {
            return TerminationType.FunctionTolerance;
        }

        if (iteration.LargestStep < options.StepTolerance)
        {
            return TerminationType.StepTolerance;
        }

        return iteration.Iteration >= options.MaxIterations ? TerminationType.IterationLimit : null;
    }

    private static double LargestEntry(ReadOnlySpan<double> step)
    {
        double largest = 0;
        foreach (double value in step)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }

    private void EnsureCapacity(int n)
    {
        if (_gradient.Length < n)
        {
            _gradient = new double[n];
            _scaling = new double[n];
            _diagonal = new double[n];
            _shift = new double[n];
            _rightHandSide = new double[n];
            _held = new bool[n];
            _clipped = new bool[n];
            _displacement = new double[n];
            _product = new double[n];
            _step = new double[n];
        }
    }
}
