using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Selection;

/// <summary>
/// What a component must earn. The Bayesian information criterion (Schwarz 1978) of a least-squares fit with known
/// noise, E/σ_n² + p·ln n with p = 6 parameters a component, multiplied by σ_n²: a component of size |Σ|^½ pays
/// <code>penalty = 6 · σ_n²κ · ln(n/κ)</code>
/// where κ pixels of correlated noise count for one (<see cref="NoiseModel.Inflation"/>). Growth stops when no
/// candidate lowers E by more than its penalty, and a component whose removal raises E by less than its penalty goes.
/// </summary>
/// <param name="Noise">The noise.</param>
/// <param name="Pixels">n, valid pixels of the whole raster.</param>
public sealed record SelectionCriterion(NoiseModel Noise, long Pixels)
{
    /// <summary>Every decrease of E is worth a component: for a fit whose number of components is given.</summary>
    public static SelectionCriterion Free { get; } = new(default, 1);

    /// <summary>p, free parameters of a component; fewer than 6 where some are fixed.</summary>
    public int Parameters { get; init; } = Gaussian.ParameterCount;

    /// <summary>The penalty of a component with |Σ|^½ = <paramref name="area"/> px², in units of E.</summary>
    public double Penalty(double area) => Penalty(area, Parameters);

    /// <summary>The penalty of a component with another number of parameters.</summary>
    public double Penalty(double area, int parameters)
    {
        double inflation = Noise.Inflation(area);
        double independent = Math.Max(Pixels / inflation, Math.E);
        return parameters * Noise.Sigma * Noise.Sigma * inflation * DeterministicMath.Log(independent);
    }
}
