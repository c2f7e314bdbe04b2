using TiledFit.Core;
using TiledFit.Core.ExpectationMaximization;
using TiledFit.Core.Model;
using TiledFit.Engine.Synthesis;

namespace TiledFit.Engine.ExpectationMaximization;

/// <summary>
/// A start for a mixture of points: centres drawn from the points, each with a probability that grows with the squared
/// distance from those before it (k-means++, Arthur and Vassilvitskii 2007), and the mean and covariance of the points
/// that are nearest to each. The draws are numbered, so that the start is always the same.
/// </summary>
internal static class PointSeeding
{
    private const ulong Seed = 1;

    public static GaussianMixture Find(WeightedPoint[] points, int count, EigenvalueBounds bounds)
    {
        double[] distances = [.. points.Select(_ => 1.0)];
        var nearest = new int[points.Length];
        var centres = new Gaussian[count];
        for (int i = 0; i < count; i++)
        {
            WeightedPoint centre = points[Draw(points, distances, i)];
            centres[i] = new Gaussian(1, centre.X, centre.Y, 1, 0, 1);
            for (int n = 0; n < points.Length; n++)
            {
                double dx = points[n].X - centre.X, dy = points[n].Y - centre.Y, squared = dx * dx + dy * dy;
                if (i == 0 || squared < distances[n])
                {
                    (distances[n], nearest[n]) = (squared, i);
                }
            }
        }

        return MaximizationStep.Run(new GaussianMixture(centres, 0), Assign(points, nearest, centres), bounds);
    }

    private static int Draw(WeightedPoint[] points, double[] distances, int item)
    {
        double total = 0;
        for (int n = 0; n < points.Length; n++)
        {
            total += points[n].Weight * distances[n];
        }

        if (!(total > 0))
        {
            throw new InputException(
                $"--components {item + 1} or more are too many: only {item} points differ in place; ask for fewer.");
        }

        (double uniform, _) = new PhiloxSequence(Seed, RandomStream.Centres, (ulong)item).NextUniformPair();
        double left = uniform * total;
        int last = 0;
        for (int n = 0; n < points.Length; n++)
        {
            double share = points[n].Weight * distances[n];
            if (share > 0)
            {
                last = n;
                left -= share;
                if (left < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    // Responsibilities of 1 for the nearest centre and 0 for the others; u = x − c, as L = 1.
    private static Expectation Assign(WeightedPoint[] points, int[] nearest, Gaussian[] centres)
    {
        var sums = new ResponsibilitySums[centres.Length];
        for (int n = 0; n < points.Length; n++)
        {
            double w = points[n].Weight, u1 = points[n].X - centres[nearest[n]].X;
            double u2 = points[n].Y - centres[nearest[n]].Y;
            sums[nearest[n]] += new ResponsibilitySums(w, w * u1, w * u2, w * u1 * u1, w * u1 * u2, w * u2 * u2);
        }

        return new Expectation(sums, 0, sums.Sum(sum => sum.Weight), 0, 0, 0, 0);
    }
}
