using TiledFit.Benchmarks.Peers;
using TiledFit.Core.Kernels;
using TiledFit.Core.LevenbergMarquardt;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Benchmarks.Kernels;

/// <summary>The normal equations of one Levenberg–Marquardt iteration, at λ = 1e-3.</summary>
internal sealed class NormalEquationsCase
{
    private const double Lambda = 1e-3;

    private readonly Gaussian[] _components;
    private readonly PixelDomain _domain;
    private readonly BlockSymmetricMatrix _matrix;
    private readonly double[] _shift, _rightHandSide, _solution;
    private readonly BlockCholesky _direct = new();
    private readonly BlockConjugateGradient _iterative = new();

    private unsafe NormalEquationsCase(string name, Gaussian[] components, PixelRectangle bounds)
    {
        Name = name;
        _components = components;
        _domain = new PixelDomain(bounds, new PixelPlane(null, bounds));
        _matrix = new BlockSymmetricMatrix(CouplingPattern.Create(components), Gaussian.ParameterCount);
        _shift = new double[_matrix.Order];
        _solution = new double[_matrix.Order];
        var random = new Random(1);
        _rightHandSide = [.. Enumerable.Range(0, _matrix.Order).Select(_ => random.NextDouble() - 0.5)];
        Fill();
        CouplingDamping.Compute(_matrix, CouplingDamping.DefaultGamma, _shift);
        for (int k = 0; k < _shift.Length; k++)
        {
            _shift[k] *= Lambda;
            _rightHandSide[k] *= Math.Sqrt(_shift[k]);
        }
    }

    /// <summary>1,000 components of σ 2 to 5 px on 512² pixels.</summary>
    public static NormalEquationsCase Spots()
    {
        SyntheticField field = SyntheticField.Generate(
            new SyntheticFieldOptions { Width = 512, Height = 512, Components = 1000 });
        return new NormalEquationsCase("spots, 1,000", [.. field.Truth], new PixelRectangle(0, 0, 512, 512));
    }

    /// <summary>A hexagonal grid of broad components, each overlapping with many.</summary>
    public static NormalEquationsCase Terrain() => new(
        "terrain, 529", [.. HexagonalStart.Of(403, 344, (_, _) => 100)], new PixelRectangle(0, 0, 403, 344));

    public string Name { get; }

    /// <summary>Blocks on and below the diagonal.</summary>
    public int Blocks => _matrix.Pattern.LowerCount + _matrix.Pattern.BlockCount;

    public void Fill() => NormalMatrix.Fill(_components, false, _domain, _matrix);

    public void FillWithPixelSums() => NormalMatrix.Fill(_components, true, _domain, _matrix);

    public void SolveDirectly() => Solve(_direct);

    public void SolveIteratively() => Solve(_iterative);

    public override string ToString() => Name;

    private void Solve(ILinearSolver solver)
    {
        if (!solver.TrySolve(_matrix, _shift, _rightHandSide, 1e-2, _solution))
        {
            throw new InvalidOperationException($"{Name}: the matrix is not positive definite");
        }
    }
}
