using TiledFit.Core.Model;

namespace TiledFit.Core.Restrictions;

/// <summary>
/// The parameters η in which components move where not all is free or bounds hold: six a component, the amplitude
/// first, then the centre, then the shape. To first order they make the whitened step (α, d1, d2, e11, e21, e22) = T·η,
/// so that g ← Tᵀ·g and H_ij ← T_iᵀ·H_ij·T_j. What is fixed has a column of zeros.
/// </summary>
internal abstract class Parametrization(ComponentRestrictions restrictions)
{
    /// <summary>Six.</summary>
    protected const int N = Gaussian.ParameterCount;

    // A σ that was clamped is at its limit, but for the rounding of Σ's eigenvalues.
    private const double Rounding = 1e-9;

    /// <summary>What it obeys.</summary>
    protected ComponentRestrictions Restrictions => restrictions;

    /// <summary>Whether a step is T·η at every length, so that curvature is transformed as H is.</summary>
    public abstract bool IsLinear { get; }

    /// <summary>
    /// The parametrization of some restrictions; null stands for the free step on the manifold, a ← a·e^α, which keeps
    /// every amplitude's sign and so serves both kinds.
    /// </summary>
    public static Parametrization? Of(ComponentRestrictions? restrictions) =>
        (restrictions is null ? null : restrictions with { Amplitude = default })?.OrNull() switch
        {
            null => null,
            { Step: StepKind.Bounded } => new BoundedParametrization(restrictions!),
            _ => new ManifoldParametrization(restrictions!),
        };

    /// <summary>
    /// The components to take derivatives at: the same but for their amplitudes where those may be zero, as the columns
    /// a·g·φ then say nothing of a.
    /// </summary>
    public virtual Gaussian[] Anchors(ReadOnlySpan<Gaussian> components) => components.ToArray();

    /// <summary>Writes T.</summary>
    /// <param name="g">The component.</param>
    /// <param name="anchor">Where its derivatives were taken.</param>
    /// <param name="gradient">The whitened gradient, on which the frame may depend.</param>
    /// <param name="t">Receives T, 6 × 6, row by row.</param>
    public abstract void Columns(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> gradient, Span<double> t);

    /// <summary>Where a step leads.</summary>
    /// <param name="g">The component.</param>
    /// <param name="anchor">Where its derivatives were taken.</param>
    /// <param name="t">T.</param>
    /// <param name="step">η.</param>
    public abstract Gaussian Move(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> t, ReadOnlySpan<double> step);

    /// <summary>The bounds on a step's six entries, infinite where there is none.</summary>
    /// <param name="g">The component.</param>
    /// <param name="anchor">Where its derivatives were taken.</param>
    /// <param name="least">Receives the lower bounds, at most 0.</param>
    /// <param name="most">Receives the upper bounds, at least 0.</param>
    public abstract void Bounds(in Gaussian g, in Gaussian anchor, Span<double> least, Span<double> most);

    /// <summary>
    /// Marks the parameters at a bound beyond which E would fall; the gradient of the others is the projected one.
    /// </summary>
    /// <param name="g">The component.</param>
    /// <param name="anchor">Where its derivatives were taken.</param>
    /// <param name="gradient">Tᵀ·g.</param>
    /// <param name="held">Receives true for them; marks that are there stay.</param>
    public void MarkActive(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> gradient, Span<bool> held)
    {
        Span<double> least = stackalloc double[N], most = stackalloc double[N];
        Bounds(g, anchor, least, most);
        for (int k = 0; k < N; k++)
        {
            held[k] |= (least[k] >= -Rounding && gradient[k] > 0) || (most[k] <= Rounding && gradient[k] < 0);
        }

        MarkDependent(g, held);
    }

    /// <summary>
    /// What a bound that holds a parameter adds to the curvature of another: where the bound is curved, the way along
    /// it leads back against the gradient.
    /// </summary>
    /// <param name="g">The component.</param>
    /// <param name="gradient">Tᵀ·g.</param>
    /// <returns>What is added to H of the fifth parameter.</returns>
    public virtual double BoundCurvature(in Gaussian g, ReadOnlySpan<double> gradient) => 0;

    /// <summary>Marks the parameters at a bound, whatever the gradient.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MarkBounded(in Gaussian g, Span<bool> bounded)
    {
        Span<double> least = stackalloc double[N], most = stackalloc double[N];
        Bounds(g, g, least, most);
        for (int k = 0; k < N; k++)
        {
            bounded[k] = least[k] >= -Rounding || most[k] <= Rounding;
        }

        MarkDependent(g, bounded);
        return bounded.Contains(true);
    }

    /// <summary>Marks the parameters without freedom where those that are marked are held.</summary>
    /// <param name="g">The component.</param>
    /// <param name="held">True for those that are held; receives true.</param>
    protected virtual void MarkDependent(in Gaussian g, Span<bool> held)
    {
    }

    /// <summary>Whether a component may become as narrow as that; what it was it may stay.</summary>
    public abstract bool AllowsWidth(in Gaussian moved, in Gaussian current);

    /// <summary>Sets the columns of the centre's parameters to zero where it is fixed.</summary>
    protected void FixPosition(Span<double> t)
    {
        for (int row = 0; row < N && restrictions.FixesPositions; row++)
        {
            t.Slice(row * N + 1, 2).Clear();
        }
    }

    /// <summary>What is fixed keeps its bits.</summary>
    protected Gaussian Keep(in Gaussian g, Gaussian moved)
    {
        moved = restrictions.FixesPositions ? moved with { X = g.X, Y = g.Y } : moved;
        return restrictions.Shape.IsFixed ? moved with { L11 = g.L11, L21 = g.L21, L22 = g.L22 } : moved;
    }
}
