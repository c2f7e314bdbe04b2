using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;

namespace TiledFit.Core.Tests.LevenbergMarquardt;

/// <summary>A small least-squares problem in its plain parameters: residuals and Jacobian as functions.</summary>
internal sealed class DenseProblem(
    double[] start, Func<double[], double[]> residuals, Func<double[], double[,]> jacobian) : ILeastSquaresProblem
{
    private readonly BlockSymmetricMatrix _matrix = new(new BlockPattern([0, 0], [], [0], [0]), start.Length);
    private double[] _current = [.. start], _trial = [.. start];

    public int ParameterCount => _current.Length;

    public double Objective => SumSquares(_current);

    public IReadOnlyList<double> Parameters => _current;

    /// <summary>Lowest allowed value of each parameter.</summary>
    public double[]? LowerBounds { get; init; }

    /// <summary>Whether no parameter may be negative, and a step goes along that bound.</summary>
    public bool IsNonNegative { get; init; }

    /// <summary>Entries of a step beyond it are cut.</summary>
    public double LongestStep { get; init; } = double.PositiveInfinity;

    /// <summary>Every objective that was accepted.</summary>
    public List<double> Accepted { get; } = [];

    public BlockSymmetricMatrix Linearize(Span<double> gradient)
    {
        int n = ParameterCount;
        Assert.Equal(n, gradient.Length);
        double[] r = residuals(_current);
        double[,] j = jacobian(_current);
        for (int a = 0; a < n; a++)
        {
            gradient[a] = Enumerable.Range(0, r.Length).Sum(k => j[k, a] * r[k]);
            for (int b = 0; b < n; b++)
            {
                _matrix.Diagonal[a * n + b] = Enumerable.Range(0, r.Length).Sum(k => j[k, a] * j[k, b]);
            }
        }

        return _matrix;
    }

    public void MarkActive(ReadOnlySpan<double> gradient, Span<bool> held)
    {
        for (int a = 0; a < held.Length && IsNonNegative; a++)
        {
            held[a] = _current[a] == 0 && gradient[a] > 0;
        }
    }

    public bool Clip(
        ReadOnlySpan<double> step, ReadOnlySpan<bool> held, Span<bool> clipped, Span<double> displacement)
    {
        bool added = false;
        for (int a = 0; a < step.Length && IsNonNegative; a++)
        {
            if (!held[a] && !clipped[a] && _current[a] + step[a] < 0)
            {
                (clipped[a], displacement[a], added) = (true, -_current[a], true);
            }
        }

        return added;
    }

    public bool MarkInfeasible(ReadOnlySpan<double> step, Span<bool> held)
    {
        bool added = false;
        for (int a = 0; a < step.Length && LowerBounds is not null; a++)
        {
            if (!held[a] && _current[a] + step[a] < LowerBounds[a])
            {
                held[a] = added = true;
            }
        }

        return added;
    }

    public double EvaluateTrial(Span<double> step, out bool shortened)
    {
        shortened = false;
        for (int a = 0; a < step.Length; a++)
        {
            double cut = Math.Clamp(step[a], -LongestStep, LongestStep);
            shortened |= cut != step[a];
            step[a] = cut;
            _trial[a] = _current[a] + cut;
        }

        return SumSquares(_trial);
    }

    public void AcceptTrial()
    {
        _trial.CopyTo(_current, 0);
        Accepted.Add(Objective);
    }

    private double SumSquares(double[] at) => residuals(at).Sum(r => r * r);
}
