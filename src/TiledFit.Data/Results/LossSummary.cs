using System.Text.Json.Serialization;

namespace TiledFit.Data.Results;

/// <summary>What a fit has minimised where that is not the sum of squares.</summary>
/// <param name="Name">The loss, as on the command line.</param>
/// <param name="SumOfSquares">Σ r² of the result, of which the RMSE is made.</param>
/// <param name="Noise">σ that scales it, raster units; null, and left out, where it has no scale.</param>
public sealed record LossSummary(
    string Name,
    double SumOfSquares,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Noise = null);
