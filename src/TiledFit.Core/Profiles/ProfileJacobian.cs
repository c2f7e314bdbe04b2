using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Profiles;

/// <summary>
/// The Jacobian of a profile's model: of each component the columns a·g·(1, u, u²) over the samples of its support, of
/// the background s·(1, ξ, 0) over all, ξ from −1 to 1. g and H are plain sums of products of these columns: exact, and
/// cheap, since profiles are short.
/// </summary>
internal sealed class ProfileJacobian
{
    /// <summary>Parameters of a block.</summary>
    public const int N = ProfileGaussian.ParameterCount;

    private readonly (int First, int End)[] _ranges;
    private readonly double[][] _columns;

    /// <summary>The Jacobian at a model.</summary>
    /// <param name="profile">The samples.</param>
    /// <param name="model">Where.</param>
    /// <param name="backgroundScale">s, in the unit of the values.</param>
    public ProfileJacobian(Profile profile, ProfileModel model, double backgroundScale)
    {
        int count = model.Components.Count;
        bool hasBackground = model.Background.Kind != BackgroundKind.None;
        _ranges = new (int, int)[hasBackground ? count + 1 : count];
        _columns = new double[_ranges.Length][];
        for (int i = 0; i < count; i++)
        {
            _ranges[i] = profile.Within(model.Components[i]);
            _columns[i] = ColumnsOf(profile, model.Components[i], _ranges[i]);
        }

        if (hasBackground)
        {
            _ranges[count] = (0, profile.Count);
            _columns[count] = ColumnsOf(profile, model.Background, backgroundScale);
        }
    }

    /// <summary>Half the extent, or 1 for a single place: what ξ is in units of.</summary>
    public static double HalfExtent(Profile profile) => profile.Extent > 0 ? 0.5 * profile.Extent : 1;

    /// <summary>Writes g = ½∇E = −Σ r·J.</summary>
    public void Gradient(ReadOnlySpan<double> residual, Span<double> gradient)
    {
        gradient.Clear();
        for (int i = 0; i < _ranges.Length; i++)
        {
            Span<double> own = gradient.Slice(N * i, N);
            double[] columns = _columns[i];
            for (int k = 0; k < columns.Length; k++)
            {
                own[k % N] -= residual[_ranges[i].First + k / N] * columns[k];
            }
        }
    }

    /// <summary>
    /// Which blocks couple: those with a sample in common. The pattern before serves on where it is the same one.
    /// </summary>
    public BlockPattern Pattern(ProfileModel model, BlockPattern? before)
    {
        int n = _ranges.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => _ranges[i].First)];
        var below = new List<int>[n];
        for (int i = 0; i < n; i++)
        {
            below[i] = [];
        }

        for (int k = 0; k < n; k++)
        {
            for (int m = k + 1; m < n && _ranges[order[m]].First < _ranges[order[k]].End; m++)
            {
                if (_ranges[order[m]].First < _ranges[order[m]].End)
                {
                    below[Math.Min(order[k], order[m])].Add(Math.Max(order[k], order[m]));
                }
            }
        }

        var pointers = new int[n + 1];
        for (int i = 0; i < n; i++)
        {
            pointers[i + 1] = pointers[i] + below[i].Count;
            below[i].Sort();
        }

        int[] rows = [.. below.SelectMany(column => column)];
        bool isSame = before is not null
            && pointers.SequenceEqual(before.ColumnPointers) && rows.SequenceEqual(before.RowIndices);
        return isSame
            ? before!
            : new BlockPattern(pointers, rows, Positions(model), new double[n]);
    }

    /// <summary>Fills H = JᵀJ.</summary>
    public void Fill(BlockSymmetricMatrix matrix)
    {
        BlockPattern pattern = matrix.Pattern;
        for (int j = 0; j < _ranges.Length; j++)
        {
            Product(j, j, matrix.Diagonal.AsSpan(N * N * j, N * N));
            for (int k = pattern.ColumnPointers[j]; k < pattern.ColumnPointers[j + 1]; k++)
            {
                Product(pattern.RowIndices[k], j, matrix.Lower.AsSpan(N * N * k, N * N));
            }
        }
    }

    private double[] Positions(ProfileModel model)
    {
        double[] x = [.. model.Components.Select(component => component.X)];
        return x.Length == _ranges.Length ? x : [.. x, model.Background.OriginX];
    }

    private void Product(int row, int column, Span<double> block)
    {
        block.Clear();
        int first = Math.Max(_ranges[row].First, _ranges[column].First);
        int end = Math.Min(_ranges[row].End, _ranges[column].End);
        for (int sample = first; sample < end; sample++)
        {
            ReadOnlySpan<double> left = _columns[row].AsSpan(N * (sample - _ranges[row].First), N);
            ReadOnlySpan<double> right = _columns[column].AsSpan(N * (sample - _ranges[column].First), N);
            for (int a = 0; a < N; a++)
            {
                for (int b = 0; b < N; b++)
                {
                    block[N * a + b] += left[a] * right[b];
                }
            }
        }
    }

    private static double[] ColumnsOf(Profile profile, in ProfileGaussian g, (int First, int End) range)
    {
        var columns = new double[N * (range.End - range.First)];
        for (int k = range.First, at = 0; k < range.End; k++, at += N)
        {
            double u = (profile.X[k] - g.X) / g.Sigma, value = g.Amplitude * DeterministicMath.Exp(-0.5 * u * u);
            (columns[at], columns[at + 1], columns[at + 2]) = (value, value * u, value * u * u);
        }

        return columns;
    }

    private static double[] ColumnsOf(Profile profile, Background background, double scale)
    {
        var columns = new double[N * profile.Count];
        double half = HalfExtent(profile);
        for (int k = 0; k < profile.Count; k++)
        {
            columns[N * k] = scale;
            columns[N * k + 1] = background.Kind == BackgroundKind.Plane
                ? scale * (profile.X[k] - background.OriginX) / half
                : 0;
        }

        return columns;
    }
}
