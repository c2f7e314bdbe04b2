using TiledFit.Core.Model;

namespace TiledFit.Core.Restrictions;

/// <summary>Σ = V·D²·Vᵀ: standard deviations along an axis and across it.</summary>
/// <param name="Along">σ along the axis, px.</param>
/// <param name="Across">σ across it, px.</param>
/// <param name="Cosine">Of the axis' angle.</param>
/// <param name="Sine">Of the axis' angle, from +x towards +y.</param>
internal readonly record struct AxisFrame(double Along, double Across, double Cosine, double Sine)
{
    /// <summary>The frame of a component's axes, the major one first.</summary>
    public static AxisFrame Of(in Gaussian g)
    {
        (double cosine, double sine) = Direction(g.CovarianceXX, g.CovarianceXY, g.CovarianceYY);
        return new AxisFrame(g.SigmaMajor, g.SigmaMinor, cosine, sine);
    }

    /// <summary>
    /// Of the eigenvector of the larger eigenvalue of [[xx, xy], [xy, yy]], from tan 2θ without a transcendental
    /// function; (1, 0) where any is as good.
    /// </summary>
    public static (double Cosine, double Sine) Direction(double xx, double xy, double yy)
    {
        double d = 0.5 * (xx - yy), c = xy, gap = Math.Sqrt(d * d + c * c);
        if (gap == 0)
        {
            return (1, 0);
        }

        double root = Math.Sqrt(0.5 * (1 + Math.Abs(d) / gap)), other = 0.5 * c / (gap * root);
        return d >= 0 ? (root, other) : (other, root);
    }

    /// <summary>
    /// A component of this covariance: V·D = L·Q, so that l11 is the norm of the first row and l11·l22 = |D|.
    /// </summary>
    public Gaussian Shape(in Gaussian g)
    {
        double x1 = Cosine * Along, x2 = -Sine * Across, y1 = Sine * Along, y2 = Cosine * Across;
        double l11 = Math.Sqrt(x1 * x1 + x2 * x2);
        return g with { L11 = l11, L21 = (x1 * y1 + x2 * y2) / l11, L22 = Along * Across / l11 };
    }
}
