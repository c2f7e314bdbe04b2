using TiledFit.Core.Model;
using TiledFit.Core.Numerics;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Restrictions;

/// <summary>
/// A subspace of the step on the manifold. A round shape has one parameter, e11 = e22. Where σ is limited the shape's
/// parameters are (p, q, r) in the frame of the axes, Σ = V·D·(1 + 2A)·D·Vᵀ with A = [[p, q], [q, r]], so that
/// d ln σ_major = p and d ln σ_minor = r, and the limits are bounds on p and r alone. As L = V·D·Q with Q orthogonal,
/// e + eᵀ = 2·Qᵀ·A·Q.
/// </summary>
internal sealed class ManifoldParametrization(ComponentRestrictions restrictions) : Parametrization(restrictions)
{
    // Axes whose σ differ by less than this, relatively, are those that the gradient asks for.
    private const double Roundness = 1e-9;

    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <inheritdoc/>
    public override void Columns(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> gradient, Span<double> t)
    {
        t.Clear();
        t[0] = t[N + 1] = t[2 * N + 2] = 1;
        FixPosition(t);
        switch (Restrictions.Shape.Kind)
        {
            case ShapeKind.Round:
                t[3 * N + 3] = t[5 * N + 3] = 1;
                break;
            case ShapeKind.Free when Restrictions.LimitsSigma:
                AlongAxes(g, gradient, t);
                break;
            case ShapeKind.Free:
                t[3 * N + 3] = t[4 * N + 4] = t[5 * N + 5] = 1;
                break;
        }
    }

    /// <inheritdoc/>
    public override Gaussian Move(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> t, ReadOnlySpan<double> step)
    {
        Span<double> whitened = stackalloc double[N];
        for (int row = 0; row < N; row++)
        {
            for (int k = 0; k < N; k++)
            {
                whitened[row] += t[row * N + k] * step[k];
            }
        }

        Gaussian moved = Keep(g, MixtureProblem.Move(g, whitened));
        return Restrictions.LimitsSigma && Restrictions.Shape.Kind == ShapeKind.Free && !IsRound(g)
            ? PutOnLimits(g, step, moved)
            : Restrictions.Clamp(moved);
    }

    // A turn of the axes, q, changes σ by the second order; one that the step puts on a limit must come to lie there.
    private Gaussian PutOnLimits(in Gaussian g, ReadOnlySpan<double> step, in Gaussian moved)
    {
        if (!moved.IsValid)
        {
            return moved;
        }

        double major = g.SigmaMajor * DeterministicMath.Exp(step[3]);
        double minor = g.SigmaMinor * DeterministicMath.Exp(step[5]);
        AxisFrame axes = AxisFrame.Of(moved);
        return (axes with
        {
            Along = Restrictions.Clamp(Restrictions.IsAtLimit(major) ? major : axes.Along),
            Across = Restrictions.Clamp(Restrictions.IsAtLimit(minor) ? minor : axes.Across),
        }).Shape(moved);
    }

    /// <inheritdoc/>
    public override void Bounds(in Gaussian g, in Gaussian anchor, Span<double> least, Span<double> most)
    {
        least.Fill(double.NegativeInfinity);
        most.Fill(double.PositiveInfinity);
        if (Restrictions.LimitsSigma)
        {
            (least[3], most[3]) = BoundsOf(g.SigmaMajor);
        }

        if (Restrictions.LimitsSigma && Restrictions.Shape.Kind == ShapeKind.Free)
        {
            (least[5], most[5]) = BoundsOf(g.SigmaMinor);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Of a round one at a limit, A must stay semidefinite: with an entry of its diagonal held, q is zero.
    /// </remarks>
    protected override void MarkDependent(in Gaussian g, Span<bool> held) =>
        held[4] |= IsRound(g) && (held[3] || held[5]);

    /// <inheritdoc/>
    /// <remarks>
    /// With σ_minor held, q demands r = ½·q²·(4σ²_major/(σ²_major − σ²_minor) − 1), by second-order perturbation of the
    /// eigenvalue, and E rises by 2·g_r·r; and likewise with σ_major. Of a nearly round one that is all that matters.
    /// </remarks>
    public override double BoundCurvature(in Gaussian g, ReadOnlySpan<double> gradient)
    {
        if (!Restrictions.LimitsSigma || Restrictions.Shape.Kind != ShapeKind.Free || IsRound(g))
        {
            return 0;
        }

        double major = g.SigmaMajor * g.SigmaMajor, minor = g.SigmaMinor * g.SigmaMinor, gap = major - minor;
        double least = Restrictions.IsSmallest(g.SigmaMinor) ? Math.Max(0, gradient[5]) : 0;
        double most = Restrictions.IsLargest(g.SigmaMajor) ? Math.Max(0, -gradient[3]) : 0;
        return (least * (3 * major + minor) + most * (major + 3 * minor)) / gap;
    }

    /// <inheritdoc/>
    /// <remarks>Where a lower limit is asked for, that holds.</remarks>
    public override bool AllowsWidth(in Gaussian moved, in Gaussian current) =>
        Restrictions.SigmaMin is not null || moved.SigmaMinor >= MixtureProblem.Narrowest
        || moved.SigmaMinor >= current.SigmaMinor;

    private static bool IsRound(in Gaussian g) => g.SigmaMajor <= g.SigmaMinor * (1 + Roundness);

    private (double Least, double Most) BoundsOf(double sigma) => (
        Restrictions.SigmaMin is { } min ? Math.Min(0, DeterministicMath.Log(min / sigma)) : double.NegativeInfinity,
        Restrictions.SigmaMax is { } max ? Math.Max(0, DeterministicMath.Log(max / sigma)) : double.PositiveInfinity);

    // The rows of Q = D⁻¹·Vᵀ·L are q1 and q2; p makes e + eᵀ = 2·q1·q1ᵀ, r 2·q2·q2ᵀ, and q 2·(q1·q2ᵀ + q2·q1ᵀ).
    private static void AlongAxes(in Gaussian g, ReadOnlySpan<double> gradient, Span<double> t)
    {
        AxisFrame axes = AxisFrame.Of(g);
        if (IsRound(g))
        {
            // By e = (B11, 2·B12, B22) the derivative by the symmetric B is [[g11, g21], [g21, g22]].
            (double cosine, double sine) = AxisFrame.Direction(gradient[3], gradient[4], gradient[5]);
            axes = axes with { Cosine = cosine, Sine = sine };
        }

        double q11 = (axes.Cosine * g.L11 + axes.Sine * g.L21) / axes.Along, q12 = axes.Sine * g.L22 / axes.Along;
        double q21 = (axes.Cosine * g.L21 - axes.Sine * g.L11) / axes.Across, q22 = axes.Cosine * g.L22 / axes.Across;
        (t[3 * N + 3], t[4 * N + 3], t[5 * N + 3]) = (q11 * q11, 2 * q11 * q12, q12 * q12);
        (t[3 * N + 4], t[4 * N + 4], t[5 * N + 4]) = (2 * q11 * q21, 2 * (q11 * q22 + q12 * q21), 2 * q12 * q22);
        (t[3 * N + 5], t[4 * N + 5], t[5 * N + 5]) = (q21 * q21, 2 * q21 * q22, q22 * q22);
    }
}
