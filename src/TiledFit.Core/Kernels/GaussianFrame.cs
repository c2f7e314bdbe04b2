using System.Runtime.CompilerServices;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Kernels;

/// <summary>
/// What the kernels need of a component: u1 = t/l11 and u2 = s/l22 + p·t with t = x − c_x, s = y − c_y and
/// p = −l21/(l11·l22).
/// </summary>
internal readonly struct GaussianFrame
{
    /// <summary>
    /// Below this σ_minor (px) every row starts anew: eight neighbouring columns would otherwise span more than a
    /// double's range of exponents.
    /// </summary>
    private const double NarrowestRecurrence = 0.5;

    /// <summary>Rows between fresh exponentials, which bounds the recurrences' rounding error.</summary>
    public const int RowsPerSeed = 128;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GaussianFrame(in Gaussian gaussian)
    {
        CentreX = gaussian.X;
        CentreY = gaussian.Y;
        L22 = gaussian.L22;
        InverseL11 = 1 / gaussian.L11;
        InverseL22 = 1 / gaussian.L22;
        P = -gaussian.L21 * InverseL11 * InverseL22;
        HalfWidth = gaussian.HalfWidth;
        ChunkRows = gaussian.SigmaMinor < NarrowestRecurrence ? 1 : RowsPerSeed;
        double decay = -InverseL22 * InverseL22;
        Kappa1 = DeterministicMath.Exp(decay);
        Kappa4 = DeterministicMath.Exp(4 * decay);
        Kappa16 = DeterministicMath.Exp(16 * decay);
    }

    public double CentreX { get; }

    public double CentreY { get; }

    public double L22 { get; }

    public double InverseL11 { get; }

    public double InverseL22 { get; }

    public double P { get; }

    public double HalfWidth { get; }

    /// <summary>Rows that one exponential serves.</summary>
    public int ChunkRows { get; }

    /// <summary>exp(−h²/l22²) for h = 1 row: what the ratio g(s+1)/g(s) is multiplied by from row to row.</summary>
    public double Kappa1 { get; }

    /// <summary>exp(−4/l22²): from the four-row ratio of one row to that of the next.</summary>
    public double Kappa4 { get; }

    /// <summary>exp(−16/l22²): from the four-row ratio of one row to that four rows on.</summary>
    public double Kappa16 { get; }
}
