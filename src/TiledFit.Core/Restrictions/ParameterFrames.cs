using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;

namespace TiledFit.Core.Restrictions;

/// <summary>The maps T of some components, and what they make of gradients and matrices of 6 × 6 blocks.</summary>
internal sealed class ParameterFrames
{
    private const int N = Gaussian.ParameterCount, Size = N * N;

    private readonly Parametrization _parametrization;
    private readonly Gaussian[] _components;
    private readonly double[] _maps;

    /// <summary>The frames at some components, before their gradient is known.</summary>
    public ParameterFrames(Parametrization parametrization, ReadOnlySpan<Gaussian> components)
    {
        _parametrization = parametrization;
        _components = components.ToArray();
        _maps = new double[Size * components.Length];
        Anchors = parametrization.Anchors(components);
    }

    /// <summary>The components at which derivatives are taken.</summary>
    public Gaussian[] Anchors { get; }

    /// <summary>T of a component.</summary>
    public ReadOnlySpan<double> MapOf(int i) => _maps.AsSpan(i * Size, Size);

    /// <summary>
    /// g ← Tᵀ·g, once the maps are chosen by g, and H_ij ← T_iᵀ·H_ij·T_j with the curvature of the bounds that hold.
    /// </summary>
    public void Reduce(Span<double> gradient, BlockSymmetricMatrix matrix)
    {
        Reduce(gradient);
        Reduce(matrix);
        for (int i = 0; i < _components.Length; i++)
        {
            const int turn = 4 * N + 4;
            matrix.Diagonal[i * Size + turn] +=
                _parametrization.BoundCurvature(_components[i], gradient.Slice(N * i, N));
        }
    }

    /// <summary>g ← Tᵀ·g, once the maps are chosen by g.</summary>
    public void Reduce(Span<double> gradient)
    {
        Span<double> own = stackalloc double[N];
        for (int i = 0; i < _components.Length; i++)
        {
            Span<double> reduced = gradient.Slice(N * i, N), map = _maps.AsSpan(i * Size, Size);
            _parametrization.Columns(_components[i], Anchors[i], reduced, map);
            reduced.CopyTo(own);
            reduced.Clear();
            for (int k = 0; k < Size; k++)
            {
                reduced[k % N] += map[k] * own[k / N];
            }
        }
    }

    /// <summary>Chooses the maps for errors: what is at a bound is fixed.</summary>
    public void FixBounded()
    {
        Span<double> gradient = stackalloc double[N];
        Span<bool> bounded = stackalloc bool[N];
        for (int i = 0; i < _components.Length; i++)
        {
            Span<double> map = _maps.AsSpan(i * Size, Size);
            _parametrization.Columns(_components[i], Anchors[i], gradient, map);
            bounded.Clear();
            _parametrization.MarkBounded(_components[i], bounded);
            for (int k = 0; k < Size; k++)
            {
                map[k] = bounded[k % N] ? 0 : map[k];
            }
        }
    }

    /// <summary>H_ij ← T_iᵀ·H_ij·T_j.</summary>
    public void Reduce(BlockSymmetricMatrix matrix) => Transform(matrix, isReduction: true);

    /// <summary>Z_ij ← T_i·Z_ij·T_jᵀ.</summary>
    public void Expand(BlockSymmetricMatrix matrix) => Transform(matrix, isReduction: false);

    /// <summary>Marks what is at a bound beyond which E would fall.</summary>
    /// <param name="gradient">Tᵀ·g.</param>
    /// <param name="held">Receives true for them; marks that are there stay.</param>
    public void MarkActive(ReadOnlySpan<double> gradient, Span<bool> held)
    {
        for (int i = 0; i < _components.Length; i++)
        {
            _parametrization.MarkActive(
                _components[i], Anchors[i], gradient.Slice(N * i, N), held.Slice(N * i, N));
        }
    }

    /// <summary>Marks what a step would take beyond a bound.</summary>
    /// <param name="step">The step.</param>
    /// <param name="held">True for parameters that are held where they are.</param>
    /// <param name="clipped">Receives true; marks that are there stay.</param>
    /// <param name="displacement">Receives the way to the bound.</param>
    /// <returns>Whether a mark was added.</returns>
    public bool Clip(
        ReadOnlySpan<double> step, ReadOnlySpan<bool> held, Span<bool> clipped, Span<double> displacement)
    {
        Span<double> least = stackalloc double[N], most = stackalloc double[N];
        bool added = false;
        for (int k = 0; k < step.Length; k++)
        {
            if (k % N == 0)
            {
                _parametrization.Bounds(_components[k / N], Anchors[k / N], least, most);
            }

            double bound = step[k] < least[k % N] ? least[k % N] : most[k % N];
            bool isBeyond = step[k] < least[k % N] || step[k] > most[k % N];
            if (isBeyond && !held[k] && !clipped[k])
            {
                (clipped[k], displacement[k], added) = (true, bound, true);
            }
        }

        return added;
    }

    /// <summary>Where a step leads a component.</summary>
    public Gaussian Move(int i, ReadOnlySpan<double> step) =>
        _parametrization.Move(_components[i], Anchors[i], MapOf(i), step);

    private void Transform(BlockSymmetricMatrix matrix, bool isReduction)
    {
        BlockPattern pattern = matrix.Pattern;
        for (int j = 0; j < pattern.BlockCount; j++)
        {
            Transform(j, j, matrix.Diagonal.AsSpan(j * Size, Size), isReduction);
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                Transform(pattern.RowIndices[k], j, matrix.Lower.AsSpan(k * Size, Size), isReduction);
            }
        }
    }

    private void Transform(int row, int column, Span<double> block, bool isReduction)
    {
        Span<double> left = stackalloc double[Size], right = stackalloc double[Size], half = stackalloc double[Size];
        MapOf(row).CopyTo(left);
        MapOf(column).CopyTo(right);
        if (isReduction)
        {
            SmallMatrix.Transpose(MapOf(row), left);
        }
        else
        {
            SmallMatrix.Transpose(MapOf(column), right);
        }

        SmallMatrix.Multiply(left, block, half);
        SmallMatrix.Multiply(half, right, block);
    }
}
