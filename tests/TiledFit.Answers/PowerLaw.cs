namespace TiledFit.Answers;

/// <summary>The slope of y against x on logarithmic axes, by least squares.</summary>
internal static class PowerLaw
{
    /// <param name="points">Both positive, at two different x at least.</param>
    public static double Exponent(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] logs = [.. points.Select(point => (Math.Log(point.X), Math.Log(point.Y)))];
        double x = logs.Average(point => point.X), y = logs.Average(point => point.Y);
        return logs.Sum(point => (point.X - x) * (point.Y - y)) / logs.Sum(point => (point.X - x) * (point.X - x));
    }
}
