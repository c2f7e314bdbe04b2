using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LevenbergMarquardt;

/// <summary>The engine on its own, against certified results.</summary>
public class NistTests
{
    // To the limit of rounding: it ends when no trial lowers E.
    private static readonly MinimizerOptions Options = new()
    {
        Scaling = DampingScaling.RunningDiagonal,
        MaxIterations = 1000,
        MaxTrials = 40,
        FunctionTolerance = 0,
        GradientTolerance = 0,
        StepTolerance = 0,
    };

    [Theory]
    [InlineData("Gauss1", 250, 0)]
    [InlineData("Gauss1", 250, 1)]
    [InlineData("Gauss2", 250, 0)]
    [InlineData("Gauss2", 250, 1)]
    [InlineData("Gauss3", 250, 0)]
    [InlineData("Gauss3", 250, 1)]
    [InlineData("Eckerle4", 35, 0)]
    [InlineData("Eckerle4", 35, 1)]
    public void ParametersToEightDigitsAndErrorsToSix(string name, int observations, int start)
    {
        NistProblem nist = NistProblem.Read(name);
        Assert.Equal(observations, nist.Data.Length);
        DenseProblem problem = Problem(nist, name == "Eckerle4" ? Eckerle : TwoGaussians, nist.Starts[start]);
        DampingState damping = DampingState.Initial;
        MinimizerSummary summary = new LevenbergMarquardtMinimizer(new SparseNormalSolver())
            .Minimize(problem, Options, ref damping);
        Assert.Equal(TerminationType.NoDecrease, summary.Termination);
        double[] errors = Errors(problem, nist.Data.Length);
        for (int k = 0; k < nist.Certified.Length; k++)
        {
            Assert.Equal(nist.Certified[k], problem.Parameters[k], 1e-8 * Math.Abs(nist.Certified[k]));
            Assert.Equal(nist.Deviations[k], errors[k], 1e-6 * nist.Deviations[k]);
        }
    }

    [Fact]
    public void TheRunningDiagonalRisesAndStartsAnew()
    {
        var matrix = new BlockSymmetricMatrix(new BlockPattern([0, 0], [], [0], [0]), 2);
        double[] scaling = new double[2];
        foreach ((double first, double second, bool isFirst, double[] expected) in new[]
        {
            (4.0, 0.0, true, new double[] { 4, 1 }), (2, 3, false, [4, 3]), (5, 1, false, [5, 3]), (2, 1, true, [2, 1]),
        })
        {
            (matrix.Diagonal[0], matrix.Diagonal[3]) = (first, second);
            RunningDiagonal.Update(matrix, isFirst, scaling);
            Assert.Equal(expected, scaling);
        }
    }

    // s²·(JᵀJ)⁻¹ with s² = E/(n − p).
    private static double[] Errors(DenseProblem problem, int observations)
    {
        int p = problem.ParameterCount;
        BlockSymmetricMatrix matrix = problem.Linearize(new double[p]);
        var inverse = new BlockSymmetricMatrix(matrix.Pattern, p);
        Assert.True(new SelectedInversion().TryInvert(matrix, new double[p], inverse));
        double variance = problem.Objective / (observations - p);
        return [.. Enumerable.Range(0, p).Select(k => Math.Sqrt(variance * inverse.Diagonal[k * p + k]))];
    }

    private static DenseProblem Problem(
        NistProblem nist, Func<double[], double, (double Value, double[] Derivatives)> model, double[] start) => new(
        start,
        b => [.. nist.Data.Select(d => model(b, d.X).Value - d.Y)],
        b =>
        {
            var jacobian = new double[nist.Data.Length, b.Length];
            for (int k = 0; k < nist.Data.Length; k++)
            {
                double[] row = model(b, nist.Data[k].X).Derivatives;
                for (int a = 0; a < row.Length; a++)
                {
                    jacobian[k, a] = row[a];
                }
            }

            return jacobian;
        });

    // b1/b2·exp(−½((x − b3)/b2)²).
    private static (double Value, double[] Derivatives) Eckerle(double[] b, double x)
    {
        double u = (x - b[2]) / b[1], g = Math.Exp(-0.5 * u * u) / b[1];
        return (b[0] * g, [g, b[0] * g * (u * u - 1) / b[1], b[0] * g * u / b[1]]);
    }

    // b1·exp(−b2·x) + b3·exp(−((x − b4)/b5)²) + b6·exp(−((x − b7)/b8)²).
    private static (double Value, double[] Derivatives) TwoGaussians(double[] b, double x)
    {
        double e = Math.Exp(-b[1] * x), u = (x - b[3]) / b[4], v = (x - b[6]) / b[7];
        double g = Math.Exp(-u * u), h = Math.Exp(-v * v);
        return (b[0] * e + b[2] * g + b[5] * h,
        [
            e, -b[0] * x * e, g, b[2] * g * 2 * u / b[4], b[2] * g * 2 * u * u / b[4],
            h, b[5] * h * 2 * v / b[7], b[5] * h * 2 * v * v / b[7],
        ]);
    }
}
