namespace TiledFit.Tiling.Growth;

/// <summary>How far a plan of growth has come.</summary>
/// <param name="Stage">What the last round did.</param>
/// <param name="Level">Components before the last round; while exchanging, those to come back to; −1 at the
/// start.</param>
/// <param name="ObjectiveBefore">E before the last exchange.</param>
/// <param name="Exchanges">Exchanges begun.</param>
/// <param name="WasFull">Whether the rounds ended at the ceiling.</param>
/// <param name="Refinements">Rounds of refinement begun.</param>
public sealed record GrowthProgress(
    GrowthStage Stage, long Level, double ObjectiveBefore, int Exchanges, bool WasFull, int Refinements)
{
    /// <summary>Before the first round.</summary>
    public static GrowthProgress Start { get; } = new(GrowthStage.Growing, -1, 0, 0, false, 0);
}
