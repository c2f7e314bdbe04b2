using TiledFit.Core.Model;

namespace TiledFit.Core.Profiles;

/// <summary>
/// The background to start from. Components are not negative, so that it lies low: the line of the first percent
/// expectile (Newey and Powell 1987; asymmetric least squares) is lifted by least squares over the samples within three
/// σ_n of it until these stay the same. Left to choose, it is a line where that rises over the profile by more than
/// five standard errors and a third of σ_n, otherwise a constant, or nothing where the constant is within three
/// standard errors of zero.
/// </summary>
internal sealed class ProfileBaseline
{
    private const double Expectile = 0.01, Clip = 3, SlopeErrors = 5, LevelErrors = 3;
    private const int MostRounds = 50, FewestSamples = 4;

    private readonly Profile _profile;
    private readonly double _noise;

    private ProfileBaseline(Profile profile, double noise) => (_profile, _noise) = (profile, noise);

    /// <summary>The background of a kind, or of the one that the data suggest.</summary>
    /// <param name="profile">The samples.</param>
    /// <param name="noise">σ_n.</param>
    /// <param name="kind">The kind; null leaves the choice.</param>
    public static Background Find(Profile profile, double noise, BackgroundKind? kind)
    {
        var baseline = new ProfileBaseline(profile, noise);
        return kind is { } given ? baseline.Fit(given).Background : baseline.Choose();
    }

    private Background Choose()
    {
        (Background line, int samples) = Fit(BackgroundKind.Plane);
        double error = _noise / Math.Sqrt(samples), rise = Math.Abs(line.SlopeX) * _profile.Extent;

        // Uniform positions over a length have the standard deviation length/√12.
        if (rise > SlopeErrors * Math.Sqrt(12) * error && rise > _noise / 3)
        {
            return line;
        }

        (Background constant, samples) = Fit(BackgroundKind.Constant);
        return Math.Abs(constant.Level) <= LevelErrors * _noise / Math.Sqrt(samples) ? Background.None : constant;
    }

    private (Background Background, int Samples) Fit(BackgroundKind kind)
    {
        if (kind == BackgroundKind.None)
        {
            return (Background.None, 0);
        }

        double[] weights = new double[_profile.Count];
        Array.Fill(weights, 1);
        Background background = Solve(kind, weights);
        for (int round = 0; round < MostRounds && Weigh(background, weights, ExpectileWeight); round++)
        {
            background = Solve(kind, weights);
        }

        for (int round = 0; round < MostRounds && Weigh(background, weights, ClipWeight); round++)
        {
            if (weights.Sum() < FewestSamples)
            {
                break;
            }

            background = Solve(kind, weights);
        }

        return (background, Math.Max(1, (int)weights.Sum()));
    }

    private static double ExpectileWeight(double residual) => residual > 0 ? Expectile : 1 - Expectile;

    private double ClipWeight(double residual) => Math.Abs(residual) <= Clip * _noise ? 1 : 0;

    // Returns whether a weight has changed.
    private bool Weigh(Background background, double[] weights, Func<double, double> weigh)
    {
        bool changed = false;
        for (int k = 0; k < weights.Length; k++)
        {
            double weight = weigh(_profile.Z[k] - background.ValueAt(_profile.X[k], 0));
            changed |= weight != weights[k];
            weights[k] = weight;
        }

        return changed;
    }

    // Weighted least squares in t = x − middle.
    private Background Solve(BackgroundKind kind, double[] weights)
    {
        double middle = _profile.X[0] + 0.5 * _profile.Extent;
        double w = 0, wt = 0, wtt = 0, wz = 0, wtz = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double t = _profile.X[k] - middle, z = _profile.Z[k];
            w += weights[k];
            wt += weights[k] * t;
            wtt += weights[k] * t * t;
            wz += weights[k] * z;
            wtz += weights[k] * t * z;
        }

        double determinant = w * wtt - wt * wt;
        double slope = kind == BackgroundKind.Plane && determinant > 0 ? (w * wtz - wt * wz) / determinant : 0;
        return new Background(kind, (wz - slope * wt) / w, slope, 0, middle, 0);
    }
}
