using MathNet.Numerics.LinearAlgebra;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LevenbergMarquardt;

public class LevenbergMarquardtMinimizerTests
{
    private static readonly MinimizerOptions Exact = new()
    {
        MaxIterations = 1000,
        FunctionTolerance = 0,
        GradientTolerance = 1e-12,
        StepTolerance = 0,
    };

    [Fact]
    public void ALinearProblemReachesTheClosedForm()
    {
        var random = new Random(1);
        Matrix<double> a = Matrix<double>.Build.Dense(30, 5, (_, _) => random.NextDouble() - 0.5);
        Vector<double> b = Vector<double>.Build.Dense(30, _ => random.NextDouble());
        var problem = new DenseProblem(
            new double[5], p => (a * Vector<double>.Build.Dense(p) - b).ToArray(), _ => a.ToArray());
        MinimizerSummary summary = Minimize(problem, Exact);
        Vector<double> expected = a.QR().Solve(b);
        for (int k = 0; k < 5; k++)
        {
            Assert.Equal(expected[k], problem.Parameters[k], 1e-9);
        }

        Assert.Equal(Math.Pow((a * expected - b).L2Norm(), 2), summary.FinalObjective, 1e-12);
        Assert.Equal(TerminationType.GradientTolerance, summary.Termination);
    }

    [Fact]
    public void RosenbrocksValleyIsWalkedToItsEnd()
    {
        DenseProblem problem = Rosenbrock(-1.2, 1);
        MinimizerSummary summary = Minimize(problem, Exact);
        Assert.Equal(1, problem.Parameters[0], 1e-6);
        Assert.Equal(1, problem.Parameters[1], 1e-6);
        Assert.InRange(summary.FinalObjective, 0, 1e-12);
        AssertNeverRises(24.2, problem.Accepted);
    }

    /// <summary>
    /// Linear least squares with p ≥ 0, among them starts on the bound, against all sixteen sets of parameters that may
    /// be zero, of which the best whose others are positive is the optimum.
    /// </summary>
    [Fact]
    public void BoundedParametersComeToTheOptimumOfTheBestActiveSet()
    {
        const int rows = 9, columns = 4;
        var random = new Random(12);
        for (int trial = 0; trial < 40; trial++)
        {
            double[,] j = new double[rows, columns];
            double[] z = new double[rows];
            for (int k = 0; k < rows * columns; k++)
            {
                j[k / columns, k % columns] = random.NextDouble() + (k / columns == k % columns ? 0.3 : 0);
                z[k / columns] = 2 * random.NextDouble() - 1;
            }

            double[] start = [.. Enumerable.Range(0, columns).Select(k => random.Next(3) * 0.5)];
            var problem = new DenseProblem(
                start,
                p => [.. z.Select((value, r) => Enumerable.Range(0, columns).Sum(c => j[r, c] * p[c]) - value)],
                _ => j)
            {
                IsNonNegative = true,
            };
            Minimize(problem, Exact);
            double best = Enumerable.Range(0, 1 << columns).Min(set => ObjectiveOf(set, j, z));
            Assert.All(problem.Parameters, p => Assert.True(p >= 0));
            Assert.Equal(best, problem.Objective, 1e-10);
        }

        // Of the set's parameters alone; +∞ where one is negative.
        static double ObjectiveOf(int set, double[,] j, double[] z)
        {
            int[] free = [.. Enumerable.Range(0, columns).Where(c => (set >> c & 1) == 1)];
            var target = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(z);
            if (free.Length == 0)
            {
                return target * target;
            }

            var part = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(
                rows, free.Length, (r, c) => j[r, free[c]]);
            var solution = part.QR().Solve(target);
            var residual = part * solution - target;
            return solution.All(p => p >= 0) ? residual * residual : double.PositiveInfinity;
        }
    }

    [Fact]
    public void EveryIterationTellsTheObjectiveAndItsRelativeDecrease()
    {
        DenseProblem problem = Rosenbrock(-1.2, 1);
        var heard = new List<IterationSummary>();
        DampingState damping = DampingState.Initial;
        MinimizerSummary summary = new LevenbergMarquardtMinimizer(new SparseNormalSolver())
            .Minimize(problem, Exact with { MaxIterations = 6 }, ref damping, heard.Add);
        Assert.Equal(summary.Iterations, heard);
        Assert.Equal([1, 2, 3, 4, 5, 6], heard.Select(iteration => iteration.Iteration));
        Assert.Equal(problem.Accepted, heard.Select(iteration => iteration.Objective));
        double before = summary.InitialObjective;
        Assert.Equal(24.2, before, 1e-12);
        foreach (IterationSummary iteration in heard)
        {
            Assert.Equal((before - iteration.Objective) / before, iteration.RelativeDecrease, 1e-12);
            Assert.True(iteration.GainRatio > 0 && iteration.Trials >= 1 && iteration.LargestStep > 0);
            before = iteration.Objective;
        }
    }

    /// <summary>
    /// Least squares with p ≥ 0 on the axes: the bounded parameter stays where it is and the other solves its own line.
    /// </summary>
    [Fact]
    public void AParameterThatWouldLeaveTheFeasibleSetIsHeldAndTheOthersSolved()
    {
        // E = (p0 + p1 + 1)² + (p1 − 3)²; unbounded (−4, 3). With p0 held at 0, p1 = (3 − 1)/2 = 1, E = 8.
        var problem = new DenseProblem(
            [0, 0], p => [p[0] + p[1] + 1, p[1] - 3], _ => new double[,] { { 1, 1 }, { 0, 1 } })
        {
            LowerBounds = [0, 0],
        };
        MinimizerSummary summary = Minimize(problem, Exact with { MaxIterations = 60 });
        Assert.Equal(0, problem.Parameters[0]);
        Assert.Equal(1, problem.Parameters[1], 1e-6);
        Assert.Equal(8, summary.FinalObjective, 1e-9);

        // ½∂E/∂p0 = 2 there, but it cannot be followed.
        Assert.Equal(0, summary.LargestGradient, 1e-6);
    }

    [Fact]
    public void ShortenedStepsAreJudgedByTheQuadraticModel()
    {
        // One dimension, r = p − 10: a step of 1 lowers E from 100 to 81, exactly as the model says.
        var problem = new DenseProblem([0], p => [p[0] - 10], _ => new double[,] { { 1 } }) { LongestStep = 1 };
        MinimizerSummary summary = Minimize(problem, Exact with { MaxIterations = 3 });
        Assert.Equal([81.0, 64, 49], problem.Accepted);
        Assert.All(summary.Iterations, iteration => Assert.Equal(1, iteration.GainRatio, 1e-12));
    }

    [Fact]
    public void EachReasonToStopIsReached()
    {
        Assert.Equal(TerminationType.IterationLimit,
            Minimize(Rosenbrock(-1.2, 1), Exact with { MaxIterations = 2 }).Termination);
        Assert.Equal(TerminationType.FunctionTolerance,
            Minimize(Rosenbrock(-1.2, 1), Exact with { FunctionTolerance = 0.9999 }).Termination);
        Assert.Equal(TerminationType.StepTolerance,
            Minimize(Rosenbrock(-1.2, 1), Exact with { StepTolerance = 100 }).Termination);
        Assert.Equal(TerminationType.GradientTolerance,
            Minimize(Rosenbrock(-1.2, 1), Exact with { GradientTolerance = 1 }).Termination);

        // A Jacobian with the wrong sign: every trial rises.
        var uphill = new DenseProblem([1], p => [p[0]], _ => new double[,] { { -1 } });
        var damping = new DampingState(0.5, 4);
        MinimizerSummary summary = new LevenbergMarquardtMinimizer(new SparseNormalSolver())
            .Minimize(uphill, Exact with { MaxTrials = 5 }, ref damping);
        Assert.Equal(DampingState.Initial, damping);
        Assert.Equal(TerminationType.NoDecrease, summary.Termination);
        Assert.Equal(5, Assert.Single(summary.Iterations).Trials);
        Assert.Equal(1, uphill.Parameters[0]);
        Assert.Equal(summary.InitialObjective, summary.FinalObjective);
    }

    [Fact]
    public void AProblemWithoutParametersIsAtItsOptimum()
    {
        var problem = new DenseProblem([], _ => [3], _ => new double[1, 0]);
        MinimizerSummary summary = Minimize(problem, Exact);
        Assert.Equal(TerminationType.GradientTolerance, summary.Termination);
        Assert.Equal(9, summary.FinalObjective);
        Assert.Empty(summary.Iterations);
    }

    [Fact]
    public void AMinimiserServesProblemsOfManySizes()
    {
        var minimizer = new LevenbergMarquardtMinimizer(new SparseNormalSolver());
        foreach (int n in new[] { 7, 2, 9, 1 })
        {
            DampingState damping = DampingState.Initial;
            var problem = new DenseProblem(
                new double[n], p => [.. p.Select((value, k) => (k + 1) * value - 1)],
                _ =>
                {
                    var j = new double[n, n];
                    for (int k = 0; k < n; k++)
                    {
                        j[k, k] = k + 1;
                    }

                    return j;
                });
            minimizer.Minimize(problem, Exact with { GradientTolerance = 0, MaxIterations = 30 }, ref damping);
            for (int k = 0; k < n; k++)
            {
                Assert.Equal(1.0 / (k + 1), problem.Parameters[k], 1e-9);
            }
        }
    }

    [Fact]
    public void CancellationIsHeard()
    {
        DampingState damping = DampingState.Initial;
        var minimizer = new LevenbergMarquardtMinimizer(new SparseNormalSolver());
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => minimizer.Minimize(
            Rosenbrock(-1.2, 1), Exact, ref damping, iteration => source.Cancel(), source.Token));
    }

    /// <summary>Nielsen's rule worked out by hand.</summary>
    [Fact]
    public void DampingFollowsTheGain()
    {
        DampingState start = DampingState.Initial;
        Assert.Equal(1e-3, start.Lambda);
        Assert.Equal(1e-3 / 3, start.AfterSuccess(1).Lambda, 1e-18);
        Assert.Equal(1e-3, start.AfterSuccess(0.5).Lambda, 1e-18);
        Assert.Equal(1e-3 * (1 - Math.Pow(-0.8, 3)), start.AfterSuccess(0.1).Lambda, 1e-18);
        DampingState failed = start.AfterFailure().AfterFailure().AfterFailure();
        Assert.Equal(1e-3 * 2 * 4 * 8, failed.Lambda, 1e-15);
        Assert.Equal(2, failed.AfterSuccess(1).Backoff);
    }

    private static DenseProblem Rosenbrock(double x, double y) => new(
        [x, y], p => [10 * (p[1] - p[0] * p[0]), 1 - p[0]], p => new double[,] { { -20 * p[0], 10 }, { -1, 0 } });

    private static MinimizerSummary Minimize(DenseProblem problem, MinimizerOptions options)
    {
        DampingState damping = DampingState.Initial;
        return new LevenbergMarquardtMinimizer(new SparseNormalSolver()).Minimize(problem, options, ref damping);
    }

    private static void AssertNeverRises(double start, IEnumerable<double> objectives)
    {
        foreach (double objective in objectives)
        {
            Assert.True(objective < start);
            start = objective;
        }
    }
}
