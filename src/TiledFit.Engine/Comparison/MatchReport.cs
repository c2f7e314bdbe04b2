namespace TiledFit.Engine.Comparison;

/// <summary>How well a catalogue reproduces the truth.</summary>
/// <param name="Truth">Objects in the truth.</param>
/// <param name="Found">Objects found.</param>
/// <param name="Matched">Pairs, one to one.</param>
/// <param name="Completeness">Matched / Truth; 1 where the truth is empty: nothing was missed.</param>
/// <param name="Purity">Matched / Found; 1 where nothing was found: nothing is false.</param>
/// <param name="Radius">Largest distance of a pair's centres, px.</param>
/// <param name="RmsCentre">Root mean square distance of the pairs' centres, px; null without pairs.</param>
/// <param name="RmsAmplitude">
/// Root mean square of (a_found − a_truth)/a_truth over the pairs with a known amplitude other than 0; null without
/// such.
/// </param>
/// <param name="RmsSigma">
/// Root mean square of (σ_found − σ_truth)/σ_truth over both axes, major with major and minor with minor, of the pairs
/// with known shapes; null without such.
/// </param>
public sealed record MatchReport(
    int Truth,
    int Found,
    int Matched,
    double Completeness,
    double Purity,
    double Radius,
    double? RmsCentre,
    double? RmsAmplitude,
    double? RmsSigma);
