using TiledFit.Core.Kernels;
using TiledFit.Core.LinearSolvers;
using TiledFit.Core.Model;
using TiledFit.Core.NormalEquations;

namespace TiledFit.Core.Refinement;

/// <summary>
/// What it costs to remove a component once its neighbours have followed as far as the linear model goes: the Schur
/// complement h − bᵀ·H⁻¹·b, where h = a²·Σ g², H is the neighbours' normal matrix and b what couples them to a·g.
/// </summary>
internal static class RemovalPrice
{
    private const int N = Gaussian.ParameterCount;

    // Neighbours that are each other's doubles leave H singular; relative to its diagonal.
    private const double Shift = 1e-9;

    /// <summary>The price, in units of E.</summary>
    public static double Of(
        in Gaussian component, ReadOnlySpan<Gaussian> neighbours, PixelDomain domain, CancellationToken cancellation)
    {
        var matrix = new BlockSymmetricMatrix(CouplingPattern.Create(neighbours), N);
        NormalMatrix.Fill(neighbours, false, domain, matrix, cancellation);
        var coupling = new double[matrix.Order];
        var shift = new double[matrix.Order];
        Span<double> block = stackalloc double[HermiteCoefficients.Length];
        for (int j = 0; j < neighbours.Length; j++)
        {
            var product = new GaussianProduct(component, neighbours[j]);
            HermiteCoefficients.Gram(
                product.First, product.Second, component.Amplitude * neighbours[j].Amplitude * product.Integral, block);
            block[..N].CopyTo(coupling.AsSpan(N * j));
        }

        for (int k = 0; k < shift.Length; k++)
        {
            shift[k] = Shift * matrix.DiagonalAt(k);
        }

        var response = new double[matrix.Order];
        double whole = component.Amplitude * component.Amplitude * Math.PI * component.SqrtDeterminant;
        if (!new BlockCholesky().TrySolve(matrix, shift, coupling, 0, response, cancellation))
        {
            return 0;
        }

        double explained = 0;
        for (int k = 0; k < response.Length; k++)
        {
            explained += coupling[k] * response[k];
        }

        return whole - explained;
    }
}
