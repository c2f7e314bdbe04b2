namespace TiledFit.Core.Model;

/// <summary>
/// The four uniform cubic B-splines that are not zero on a piece, at t from its beginning (de Boor 1978, ch. IX):
/// (1 − t)³/6, (3t³ − 6t² + 4)/6, (−3t³ + 3t² + 3t + 1)/6, t³/6.
/// </summary>
internal readonly struct CubicWeights
{
    private readonly double _w0, _w1, _w2, _w3;

    /// <summary>The weights at t.</summary>
    /// <param name="first">Index of the first of the four coefficients.</param>
    /// <param name="t">In units of the distance of knots; the piece goes on beyond 0 and 1.</param>
    public CubicWeights(int first, double t)
    {
        First = first;
        double s = 1 - t, tt = t * t;
        _w0 = s * s * s / 6;
        _w1 = ((3 * t - 6) * tt + 4) / 6;
        _w2 = (((-3 * t + 3) * t + 3) * t + 1) / 6;
        _w3 = tt * t / 6;
    }

    /// <summary>Index of the first of the four coefficients.</summary>
    public int First { get; }

    /// <summary>The spline, from the four coefficients.</summary>
    public double Sum(double c0, double c1, double c2, double c3) => _w0 * c0 + _w1 * c1 + (_w2 * c2 + _w3 * c3);
}
