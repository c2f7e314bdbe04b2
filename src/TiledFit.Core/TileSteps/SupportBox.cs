using TiledFit.Core.Model;

namespace TiledFit.Core.TileSteps;

/// <summary>Pixels around a component.</summary>
internal static class SupportBox
{
    /// <summary>The box around ±<paramref name="sigmas"/> σ of the marginals and <paramref name="margin"/> px more.</summary>
    public static PixelRectangle Of(in Gaussian g, double sigmas, int margin = 0)
    {
        double width = sigmas * g.L11 + margin, height = sigmas * Math.Sqrt(g.CovarianceYY) + margin;
        int left = (int)Math.Floor(g.X - width), top = (int)Math.Floor(g.Y - height);
        return new PixelRectangle(
            left, top, (int)Math.Ceiling(g.X + width) - left + 1, (int)Math.Ceiling(g.Y + height) - top + 1);
    }
}
