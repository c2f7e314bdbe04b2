using TiledFit.Core.Model;
using TiledFit.Core.TileSteps;

namespace TiledFit.Core.Restrictions;

/// <summary>
/// θ = (a, x, y, l11, l21, l22) in units of (a₀, l11, l22, l11, l22, l22), with a ≥ 0, unless amplitudes are signed,
/// and l11, l22 ≥ the floor; a round shape has s for the last three. To first order d = L⁻¹·dc and e = L⁻¹·dL. The
/// derivatives are taken at the amplitude a₀ ≠ 0, so that the column of a is a₀·g at a = 0, too; the others, a·g·φ, are
/// those at a₀ times a/a₀.
/// </summary>
internal sealed class BoundedParametrization(ComponentRestrictions restrictions) : Parametrization(restrictions)
{
    // Of l11 and l22, px.
    private const double Floor = MixtureProblem.Narrowest;

    // a₀ of what is weaker than this share of the strongest.
    private const double LeastShare = 0.01;

    /// <inheritdoc/>
    public override bool IsLinear => false;

    private bool IsSigned => Restrictions.Amplitude == AmplitudeKind.Signed;

    /// <inheritdoc/>
    public override Gaussian[] Anchors(ReadOnlySpan<Gaussian> components)
    {
        double largest = 0;
        foreach (Gaussian g in components)
        {
            largest = Math.Max(largest, Math.Abs(g.Amplitude));
        }

        double least = largest > 0 ? LeastShare * largest : 1;
        Gaussian[] anchors = components.ToArray();
        for (int i = 0; i < anchors.Length; i++)
        {
            double amplitude = anchors[i].Amplitude;
            double height = Math.Max(Math.Abs(amplitude), least);
            bool isNegative = Restrictions.Amplitude == AmplitudeKind.Signed && amplitude < 0;
            anchors[i] = anchors[i] with { Amplitude = isNegative ? -height : height };
        }

        return anchors;
    }

    /// <inheritdoc/>
    public override void Columns(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> gradient, Span<double> t)
    {
        double share = g.Amplitude / anchor.Amplitude, skew = -g.L21 / g.L22 * share;
        t.Clear();
        t[0] = 1;
        (t[N + 1], t[2 * N + 1], t[2 * N + 2]) = (share, skew, share);
        FixPosition(t);
        switch (Restrictions.Shape.Kind)
        {
            case ShapeKind.Round:
                t[3 * N + 3] = t[5 * N + 3] = share;
                break;
            case ShapeKind.Free:
                (t[3 * N + 3], t[4 * N + 3]) = (share, skew);
                t[4 * N + 4] = t[5 * N + 5] = share;
                break;
        }
    }

    /// <inheritdoc/>
    public override Gaussian Move(
        in Gaussian g, in Gaussian anchor, ReadOnlySpan<double> t, ReadOnlySpan<double> step)
    {
        bool isRound = Restrictions.Shape.Kind == ShapeKind.Round;
        double l11 = Clamp(g.L11 + g.L11 * step[3], g.L11);
        return Keep(g, new Gaussian(
            !IsSigned && step[0] <= -g.Amplitude / anchor.Amplitude ? 0 : g.Amplitude + anchor.Amplitude * step[0],
            g.X + g.L11 * step[1],
            g.Y + g.L22 * step[2],
            l11,
            isRound ? 0 : g.L21 + g.L22 * step[4],
            isRound ? l11 : Clamp(g.L22 + g.L22 * step[5], g.L22)));
    }

    /// <inheritdoc/>
    public override void Bounds(in Gaussian g, in Gaussian anchor, Span<double> least, Span<double> most)
    {
        least.Fill(double.NegativeInfinity);
        most.Fill(double.PositiveInfinity);
        if (!IsSigned)
        {
            least[0] = g.Amplitude > 0 ? -g.Amplitude / anchor.Amplitude : 0;
        }

        if (Restrictions.Shape.IsFixed)
        {
            return;
        }

        (least[3], most[3]) = (Clamp(0, g.L11) / g.L11 - 1, Clamp(double.PositiveInfinity, g.L11) / g.L11 - 1);
        if (Restrictions.Shape.Kind == ShapeKind.Free)
        {
            (least[5], most[5]) = (Clamp(0, g.L22) / g.L22 - 1, double.PositiveInfinity);
        }
    }

    /// <inheritdoc/>
    public override bool AllowsWidth(in Gaussian moved, in Gaussian current) => true;

    // What is narrower than the floor already may stay so.
    private double Clamp(double value, double current) => Math.Min(
        Math.Max(value, Math.Min(current, Restrictions.SigmaMin ?? Floor)),
        Restrictions.SigmaMax ?? double.PositiveInfinity);
}
