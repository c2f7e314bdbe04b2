namespace TiledFit.Quality.Charts;

/// <summary>A marked value of an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What stands there.</param>
/// <param name="Below">And in a second line.</param>
internal readonly record struct Tick(double Value, string Label, string Below = "");
