namespace TiledFit.Statistics;

/// <summary>Deviations from the truth in units of the errors that were told.</summary>
/// <param name="Parameter">Of what.</param>
/// <param name="Count">How many.</param>
/// <param name="Mean">0 if there is no bias.</param>
/// <param name="Deviation">1 if the errors are right.</param>
/// <param name="Coverage">Share within one sigma; 0.683 for normal deviations.</param>
internal sealed record PullStatistics(string Parameter, int Count, double Mean, double Deviation, double Coverage)
{
    public static PullStatistics Of(string parameter, IReadOnlyList<double> pulls)
    {
        double mean = pulls.Average();
        return new PullStatistics(
            parameter, pulls.Count, mean, Math.Sqrt(pulls.Sum(pull => (pull - mean) * (pull - mean)) / pulls.Count),
            pulls.Count(pull => Math.Abs(pull) <= 1) / (double)pulls.Count);
    }
}
