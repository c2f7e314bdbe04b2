namespace TiledFit.Core.ExpectationMaximization;

/// <summary>
/// What the M-step needs of a component: sums of w_n·r_ni·φ(u_ni) over the data, w_n the data's weights, r_ni the
/// responsibilities, u = L⁻¹(x − c) and φ = (1, u1, u2, u1², u1·u2, u2²), in the component's frame of the E-step.
/// </summary>
/// <param name="Weight">W_i = Σ w·r.</param>
/// <param name="U1">Σ w·r·u1.</param>
/// <param name="U2">Σ w·r·u2.</param>
/// <param name="U1U1">Σ w·r·u1².</param>
/// <param name="U1U2">Σ w·r·u1·u2.</param>
/// <param name="U2U2">Σ w·r·u2².</param>
public readonly record struct ResponsibilitySums(
    double Weight, double U1, double U2, double U1U1, double U1U2, double U2U2)
{
    /// <summary>The sums over both parts of the data.</summary>
    public static ResponsibilitySums operator +(ResponsibilitySums a, ResponsibilitySums b) => new(
        a.Weight + b.Weight, a.U1 + b.U1, a.U2 + b.U2, a.U1U1 + b.U1U1, a.U1U2 + b.U1U2, a.U2U2 + b.U2U2);
}
