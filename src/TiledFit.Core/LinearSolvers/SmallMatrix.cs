using TiledFit.Core.Model;

namespace TiledFit.Core.LinearSolvers;

/// <summary>Products of 6 × 6 matrices, row-major.</summary>
internal static class SmallMatrix
{
    private const int N = Gaussian.ParameterCount;

    /// <summary>c = a·b.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        c.Clear();
        AddProduct(a, b, c);
    }

    /// <summary>c += a·b.</summary>
    public static void AddProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        for (int row = 0; row < N; row++)
        {
            for (int k = 0; k < N; k++)
            {
                for (int column = 0; column < N; column++)
                {
                    c[row * N + column] += a[row * N + k] * b[k * N + column];
                }
            }
        }
    }

    /// <summary>c = a·bᵀ.</summary>
    public static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        Span<double> transposed = stackalloc double[N * N];
        Transpose(b, transposed);
        Multiply(a, transposed, c);
    }

    /// <summary>b = aᵀ.</summary>
    public static void Transpose(ReadOnlySpan<double> a, Span<double> b)
    {
        for (int k = 0; k < N * N; k++)
        {
            b[k % N * N + k / N] = a[k];
        }
    }

    /// <summary>tr(a·b).</summary>
    public static double TraceOfProduct(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double trace = 0;
        for (int k = 0; k < N * N; k++)
        {
            trace += a[k] * b[k % N * N + k / N];
        }

        return trace;
    }
}
