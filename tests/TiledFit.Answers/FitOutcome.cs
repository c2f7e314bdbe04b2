using TiledFit.Core.Model;

namespace TiledFit.Answers;

/// <summary>One fit of one field.</summary>
/// <param name="Method">How.</param>
/// <param name="Perturbation">How far its start was off; null for a start of its own.</param>
/// <param name="Objective">E, pixel by pixel.</param>
/// <param name="Iterations">Of whatever kind.</param>
/// <param name="Seconds">Of the clock.</param>
/// <param name="Components">Where it ended.</param>
internal sealed record FitOutcome(
    string Method, double? Perturbation, double Objective, int Iterations, double Seconds,
    IReadOnlyList<Component> Components);
