using TiledFit.Core.Model;
using TiledFit.Core.Seeding;

namespace TiledFit.Core.Tests.Seeding;

public class ScaleSpaceTests
{
    [Fact]
    public void TheResponseIsTheMatchedFiltersWhereverPixelsAreMissing()
    {
        var bounds = new PixelRectangle(-7, 11, 150, 130);
        ResidualWindow residual = Field.Plant(bounds, [Field.Ellipse(2, 60, 70, 12, 8, 1)], 1);
        for (int i = 0; i < residual.Values.Length; i++)
        {
            bool hole = i % 150 is > 40 and < 55 && i / 150 is > 20 and < 60;
            residual.Values[i] = hole ? double.NaN : residual.Values[i];
        }

        var levels = ScaleSpace.Levels(residual, new DetectionOptions { MaxSigma = 16 }).ToList();
        Assert.Equal(9, levels.Count);
        foreach (ScaleLevel level in levels)
        {
            double largest = level.Response.Max(Math.Abs);
            foreach ((int x, int y) in new[] { (60, 70), (-7, 11), (142, 140), (50, 50), (30, 45), (142, 80) })
            {
                int column = (x - level.OriginX) / level.Step, row = (y - level.OriginY) / level.Step;
                double expected = Respond(
                    residual, level.OriginX + column * level.Step, level.OriginY + row * level.Step, level.Sigma);
                double actual = level.Response[row * level.Width + column];
                Assert.Equal(expected, actual, 0.02 * largest);
            }
        }
    }

    // Σ r·g / √(Σ g²) over the valid pixels, pixel by pixel.
    private static double Respond(ResidualWindow residual, double x, double y, double sigma)
    {
        double product = 0, square = 0;
        for (int i = 0; i < residual.Values.Length; i++)
        {
            double dx = residual.Bounds.X + i % residual.Bounds.Width - x;
            double dy = residual.Bounds.Y + i / residual.Bounds.Width - y;
            double g = Math.Exp(-0.5 * (dx * dx + dy * dy) / (sigma * sigma));
            if (double.IsFinite(residual.Values[i]))
            {
                product += residual.Values[i] * g;
                square += g * g;
            }
        }

        return product / Math.Sqrt(square);
    }
}
