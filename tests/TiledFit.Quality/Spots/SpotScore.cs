namespace TiledFit.Quality.Spots;

/// <summary>The spots of some fields.</summary>
/// <param name="Truth">There.</param>
/// <param name="Found">Components.</param>
/// <param name="Matched">Pairs within a pixel, one to one.</param>
internal readonly record struct SpotScore(long Truth, long Found, long Matched)
{
    public double Completeness => (double)Matched / Truth;

    /// <summary>1 where nothing was found: nothing is false.</summary>
    public double Purity => Found == 0 ? 1 : (double)Matched / Found;
}
