namespace TiledFit.Engine.Comparison;

/// <summary>
/// Matches two catalogues one to one, nearest pair first: of all pairs of unmatched entries within the radius whose
/// amplitudes have not opposite signs, the one with the smallest distance is taken, again and again; at equal distances
/// the lower index in the truth, then the lower index in what was found.
/// </summary>
public static class CatalogMatcher
{
    /// <summary>The radius where none is given, px: one pixel, the limit of what an image shows as one place.</summary>
    public const double DefaultRadius = 1;

    /// <summary>Matches and sums up.</summary>
    /// <param name="truth">What is there.</param>
    /// <param name="found">What was found.</param>
    /// <param name="radius">Largest distance of a pair's centres, px, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public static MatchReport Compare(
        IReadOnlyList<CatalogEntry> truth, IReadOnlyList<CatalogEntry> found, double radius = DefaultRadius)
    {
        IReadOnlyList<CatalogMatch> matches = Match(truth, found, radius);
        return new MatchReport(
            truth.Count,
            found.Count,
            matches.Count,
            Ratio(matches.Count, truth.Count),
            Ratio(matches.Count, found.Count),
            radius,
            RootMean(matches.Select(m => m.DistanceSquared)),
            RootMeanSquare(matches.Select(m => RelativeError(truth[m.Truth].Amplitude, found[m.Found].Amplitude))),
            RootMeanSquare(matches.SelectMany(m => SigmaErrors(truth[m.Truth], found[m.Found]))));
    }

    /// <summary>The pairs, nearest first.</summary>
    /// <param name="truth">What is there.</param>
    /// <param name="found">What was found.</param>
    /// <param name="radius">Largest distance of a pair's centres, px, positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public static IReadOnlyList<CatalogMatch> Match(
        IReadOnlyList<CatalogEntry> truth, IReadOnlyList<CatalogEntry> found, double radius = DefaultRadius)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(radius);
        ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(radius), false, nameof(radius));
        var free = new FreeEntryGrid(found, radius);
        var nearest = new PriorityQueue<int, (double DistanceSquared, int Truth)>(truth.Count);
        for (int i = 0; i < truth.Count; i++)
        {
            Propose(i);
        }

        // Every unmatched truth waits with its nearest entry, so that the first in the queue is the nearest pair of
        // all, unless its entry has been taken meanwhile: then it waits again with the next one.
        var matches = new List<CatalogMatch>();
        while (nearest.TryDequeue(out int entry, out (double DistanceSquared, int Truth) pair))
        {
            if (free.TryTake(entry))
            {
                matches.Add(new CatalogMatch(pair.Truth, entry, pair.DistanceSquared));
            }
            else
            {
                Propose(pair.Truth);
            }
        }

        return matches;

        void Propose(int i)
        {
            if (free.Nearest(truth[i]) is (int entry, double distanceSquared))
            {
                nearest.Enqueue(entry, (distanceSquared, i));
            }
        }
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 1 : (double)part / whole;

    private static IEnumerable<double?> SigmaErrors(CatalogEntry truth, CatalogEntry found) =>
    [
        RelativeError(truth.SigmaMajor, found.SigmaMajor), RelativeError(truth.SigmaMinor, found.SigmaMinor),
    ];

    private static double? RelativeError(double? truth, double? found) => truth == 0 ? null : (found - truth) / truth;

    private static double? RootMeanSquare(IEnumerable<double?> errors) =>
        RootMean(errors.OfType<double>().Select(e => e * e));

    private static double? RootMean(IEnumerable<double> squares) =>
        squares.Select(s => (double?)s).Average() is double mean ? Math.Sqrt(mean) : null;
}
