using TiledFit.Core.Model;

namespace TiledFit.Benchmarks.Peers;

/// <summary>How a fit went.</summary>
/// <param name="Points">Objectives Σ (z − f)², by seconds since the start of the solve, without its set-up.</param>
/// <param name="SolveSeconds">The solve, without its set-up.</param>
/// <param name="SecondsAfter">What the program did after the solve.</param>
/// <param name="ProgramSeconds">From the start of the program to its end.</param>
internal sealed record FitTrace(
    IReadOnlyList<(double Seconds, double Objective)> Points, double SolveSeconds, double SecondsAfter,
    double ProgramSeconds)
{
    /// <summary>Where it ended; none if the program does not tell.</summary>
    public IReadOnlyList<Gaussian> Fitted { get; init; } = [];

    public double Best => Points.Min(point => point.Objective);

    /// <summary>Seconds of the solve until the objective is at most this; null when it never is.</summary>
    public double? SecondsTo(double objective) => IndexOf(objective) is { } k ? Points[k].Seconds : null;

    /// <summary>Seconds from the start of the program until the objective is at most this.</summary>
    public double? ProgramSecondsTo(double objective) =>
        SecondsTo(objective) is { } seconds ? ProgramSeconds - SecondsAfter - (SolveSeconds - seconds) : null;

    /// <summary>The place of the first objective that is at most this.</summary>
    public int? IndexOf(double objective)
    {
        int k = Points.TakeWhile(point => !(point.Objective <= objective)).Count();
        return k < Points.Count ? k : null;
    }

    /// <summary>Seconds of each iteration.</summary>
    public IEnumerable<double> IterationSeconds =>
        Points.Skip(1).Zip(Points, (after, before) => after.Seconds - before.Seconds);
}
