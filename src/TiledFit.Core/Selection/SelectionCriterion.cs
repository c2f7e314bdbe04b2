using System.Text.Json.Serialization;
using TiledFit.Core.Model;
using TiledFit.Core.Numerics;

namespace TiledFit.Core.Selection;

/// <summary>
/// What a component must earn. The Bayesian information criterion (Schwarz 1978) of a least-squares fit with known
/// noise, E/σ_n² + p·ln n with p = 6 parameters a component, multiplied by σ_n²: a component of size |Σ|^½ pays
/// <code>penalty = 6 · σ_n²κ · ln(n/κ)</code>
/// where κ pixels of correlated noise count for one (<see cref="NoiseModel.Inflation"/>). Growth stops when no
/// candidate lowers E by more than its penalty, and a component whose removal raises E by less than its penalty goes.
/// With a significance S asked for, in standard deviations of the noise that its matched filter sees, √(ΔE/σ_n²κ) ≥ S,
/// it is <code>penalty = S² · σ_n²κ</code>
/// </summary>
/// <param name="Noise">The noise.</param>
/// <param name="Pixels">n, valid pixels of the whole raster.</param>
public sealed record SelectionCriterion(NoiseModel Noise, long Pixels)
{
    /// <summary>Every decrease of E is worth a component: for a fit whose number of components is given.</summary>
    public static SelectionCriterion Free { get; } = new(default, 1);

    /// <summary>Whether every decrease of E is worth a component.</summary>
    [JsonIgnore]
    public bool IsFree => Noise == Free.Noise && Pixels == Free.Pixels;

    /// <summary>p, free parameters of a component; fewer than 6 where some are fixed.</summary>
    public int Parameters { get; init; } = Gaussian.ParameterCount;

    /// <summary>S, or null where the information criterion decides.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Significance { get; init; }

    /// <summary>Whether the noise differs by place as the background's mesh says, σ_n being its middle.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FollowsMesh { get; init; }

    /// <summary>What says so, and the σ that it is a share of; null where it is not at hand.</summary>
    [JsonIgnore]
    internal (BackgroundMesh Mesh, double Sigma)? Places { get; private init; }

    /// <summary>The criterion with a background at hand.</summary>
    /// <exception cref="InvalidOperationException">It follows a mesh that is not there.</exception>
    public SelectionCriterion At(Background background) =>
        FollowsMesh && Noise.Sigma > 0 ? this with { Places = (background.RequireMesh(), Noise.Sigma) } : this;

    /// <summary>The variance of the noise at a place over that in the middle; 1 where it is the same everywhere.
    /// </summary>
    public double VarianceAt(double x, double y)
    {
        if (Places is not { } places)
        {
            return 1;
        }

        double share = places.Mesh.NoiseAt(x, y) / places.Sigma;
        return share * share;
    }

    /// <summary>The penalty of a component in the noise of its place.</summary>
    public double Penalty(in Gaussian component) =>
        Penalty(component.SqrtDeterminant) * VarianceAt(component.X, component.Y);

    /// <summary>The penalty of a component with |Σ|^½ = <paramref name="area"/> px², in units of E.</summary>
    public double Penalty(double area) => Penalty(area, Parameters);

    /// <summary>The penalty of a component with another number of parameters.</summary>
    public double Penalty(double area, int parameters)
    {
        double inflation = Noise.Inflation(area);
        if (Significance is { } significance)
        {
            return significance * significance * Noise.Sigma * Noise.Sigma * inflation;
        }

        double independent = Math.Max(Pixels / inflation, Math.E);
        return parameters * Noise.Sigma * Noise.Sigma * inflation * DeterministicMath.Log(independent);
    }
}
