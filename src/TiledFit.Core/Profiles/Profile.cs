using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>
/// Values z over places x: a spectrum, a waveform, a cut through a surface. The places may be as far apart as they
/// like.
/// </summary>
public sealed class Profile
{
    /// <summary>A profile.</summary>
    /// <param name="x">Where, finite and strictly ascending.</param>
    /// <param name="z">The values, as many; what is not finite is no data.</param>
    /// <exception cref="ArgumentException">The places do not ascend, or there are not as many values.</exception>
    public Profile(IReadOnlyList<double> x, IReadOnlyList<double> z)
    {
        if (x.Count != z.Count || x.Zip(x.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new ArgumentException("Places must ascend strictly, one for each value.", nameof(x));
        }

        int[] valid = [.. Enumerable.Range(0, z.Count).Where(i => double.IsFinite(z[i]))];
        X = Array.ConvertAll(valid, i => x[i]);
        Z = Array.ConvertAll(valid, i => z[i]);
        Missing = [.. Enumerable.Range(0, z.Count).Where(i => !double.IsFinite(z[i])).Select(i => x[i])];
        Length = x.Count;
    }

    /// <summary>Places of the samples with data, ascending.</summary>
    public double[] X { get; }

    /// <summary>Their values.</summary>
    public double[] Z { get; }

    /// <summary>Places without data, ascending.</summary>
    public double[] Missing { get; }

    /// <summary>Samples with data.</summary>
    public int Count => X.Length;

    /// <summary>Samples, with and without data.</summary>
    public int Length { get; }

    /// <summary>The last place with data less the first.</summary>
    public double Extent => X[^1] - X[0];

    /// <summary>The median distance of samples; infinite where there are fewer than two.</summary>
    public double Spacing
    {
        get
        {
            double[] gaps = [.. X.Zip(X.Skip(1)).Select(pair => pair.Second - pair.First).Order()];
            return gaps.Length == 0 ? double.PositiveInfinity : gaps[gaps.Length / 2];
        }
    }

    /// <summary>The samples in a component's support: the first, and one past the last.</summary>
    internal (int First, int End) Within(in ProfileGaussian g)
    {
        double reach = Support.Radius * g.Sigma * (1 + 1e-9);
        int first = LowerBound(X, g.X - reach), end = LowerBound(X, g.X + reach);
        // By the cut's own formula, so that rounding decides alike everywhere.
        while (first < end && !IsInside(g, X[first]))
        {
            first++;
        }

        while (end > first && !IsInside(g, X[end - 1]))
        {
            end--;
        }

        return (first, end);
    }

    /// <summary>The first index whose value is not less.</summary>
    internal static int LowerBound(double[] ascending, double value)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = ascending[middle] < value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static bool IsInside(in ProfileGaussian g, double x)
    {
        double u = (x - g.X) / g.Sigma;
        return u * u <= Support.RadiusSquared;
    }
}
