namespace TiledFit.Core.Statistics;

/// <summary>
/// A plane through levels, by iteratively reweighted least squares with Tukey's bisquare (Beaton and Tukey 1974; 4.685
/// robust standard deviations).
/// </summary>
/// <param name="Level">Value at the origin.</param>
/// <param name="SlopeX">Change per px.</param>
/// <param name="SlopeY">Change per px.</param>
/// <param name="Residual">Robust standard deviation of the levels about the plane.</param>
internal readonly record struct RobustPlane(double Level, double SlopeX, double SlopeY, double Residual)
{
    private const double Tuning = 4.685;

    private const int Iterations = 20;

    /// <summary>The constant through the levels.</summary>
    public static RobustPlane Constant(IReadOnlyList<PatchLevel> levels)
    {
        double level = RobustScale.Median([.. levels.Select(patch => patch.Level)]);
        return new RobustPlane(level, 0, 0, RobustScale.AroundZero([.. levels.Select(patch => patch.Level - level)]));
    }

    /// <summary>The plane through the levels; the constant where they do not determine one.</summary>
    public static RobustPlane Fit(IReadOnlyList<PatchLevel> levels, double originX, double originY)
    {
        RobustPlane plane = Constant(levels);
        for (int i = 0; i < Iterations && plane.Residual > 0; i++)
        {
            if (Solve(levels, originX, originY, plane) is not { } next)
            {
                break;
            }

            plane = next;
        }

        return plane;
    }

    private double ErrorAt(PatchLevel patch, double originX, double originY) =>
        patch.Level - Level - SlopeX * (patch.X - originX) - SlopeY * (patch.Y - originY);

    private static RobustPlane? Solve(
        IReadOnlyList<PatchLevel> levels, double originX, double originY, RobustPlane start)
    {
        double w = 0, wx = 0, wy = 0, wz = 0, xx = 0, xy = 0, yy = 0, xz = 0, yz = 0;
        foreach (PatchLevel patch in levels)
        {
            double t = start.ErrorAt(patch, originX, originY) / (Tuning * start.Residual);
            double weight = Math.Abs(t) < 1 ? (1 - t * t) * (1 - t * t) : 0;
            double x = patch.X - originX, y = patch.Y - originY, z = patch.Level;
            w += weight;
            wx += weight * x;
            wy += weight * y;
            wz += weight * z;
            xx += weight * x * x;
            xy += weight * x * y;
            yy += weight * y * y;
            xz += weight * x * z;
            yz += weight * y * z;
        }

        // Centred: the slopes from the 2 × 2 system of the covariances, then the level.
        xx -= wx * wx / w;
        xy -= wx * wy / w;
        yy -= wy * wy / w;
        xz -= wx * wz / w;
        yz -= wy * wz / w;
        double determinant = xx * yy - xy * xy;
        if (!(determinant > 1e-9 * xx * yy))
        {
            return null;
        }

        double slopeX = (yy * xz - xy * yz) / determinant, slopeY = (xx * yz - xy * xz) / determinant;
        var plane = new RobustPlane((wz - slopeX * wx - slopeY * wy) / w, slopeX, slopeY, 0);
        return plane with
        {
            Residual = RobustScale.AroundZero([.. levels.Select(patch => plane.ErrorAt(patch, originX, originY))]),
        };
    }
}
