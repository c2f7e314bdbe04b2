namespace TiledFit.Core.Profiles;

/// <summary>
/// Finds Gaussians in a residual by the places where it bends down, over scales √2 apart, from fine to coarse. What a
/// fine scale resolves stays resolved: a coarser peak with two or more of the finer ones between its points of
/// inflection is dropped; one that holds just one takes its place if it is more significant, and one that holds none
/// is new.
/// </summary>
internal static class ProfileDetector
{
    private const double ScaleRatio = 1.4142135623730951, CoarsestShare = 1.0 / 6;

    /// <summary>Candidates, the most significant first.</summary>
    /// <param name="profile">The samples' places.</param>
    /// <param name="residual">The residual there.</param>
    /// <param name="noise">σ_n.</param>
    /// <param name="threshold">What significance and prominence must reach.</param>
    /// <param name="limit">Most candidates.</param>
    /// <param name="cancellation">Looked at before each scale.</param>
    public static IReadOnlyList<ProfileGaussian> Detect(
        Profile profile, ReadOnlySpan<double> residual, double noise, double threshold, int limit,
        CancellationToken cancellation)
    {
        List<CurvaturePeak> found = [];
        for (double scale = profile.Spacing; scale <= CoarsestShare * profile.Extent; scale *= ScaleRatio)
        {
            cancellation.ThrowIfCancellationRequested();
            found = Merge(found, new CurvatureLevel(profile, residual, noise, scale).Peaks(threshold));
        }

        ProfileLimits limits = ProfileLimits.Of(profile);
        return [.. found.OrderByDescending(peak => peak.Significance).Select(peak => peak.ToGaussian())
            .Where(limits.Hold).Take(limit)];
    }

    private static List<CurvaturePeak> Merge(List<CurvaturePeak> finer, IEnumerable<CurvaturePeak> coarser)
    {
        List<CurvaturePeak> merged = [.. finer];
        foreach (CurvaturePeak peak in coarser)
        {
            CurvaturePeak[] held = [.. finer.Where(other => Math.Abs(other.X - peak.X) < peak.HalfWidth)];
            if (held.Length == 0)
            {
                merged.Add(peak);
            }
            else if (held.Length == 1 && peak.Significance > held[0].Significance && merged.Remove(held[0]))
            {
                merged.Add(peak);
            }
        }

        return merged;
    }
}
