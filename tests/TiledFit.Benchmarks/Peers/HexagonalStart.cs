using TiledFit.Core.Model;

namespace TiledFit.Benchmarks.Peers;

/// <summary>
/// A start for a surface: about 500 equal components on a hexagonal grid of spacing s = √(2N/(√3·500)) px, N the number
/// of pixels. Rows are 0.866·s apart from y = 0.4·s, and begin at x = 0.25·s and 0.75·s in turn; σ = 0.55·s, and
/// a = z·0.866·s²/(2πσ²) + 1e-3 makes the sum about z, the height at the centre's pixel.
/// </summary>
internal static class HexagonalStart
{
    private const double SpacingsPerRow = 0.866, SigmaPerSpacing = 0.55;

    public static IEnumerable<Gaussian> Of(int width, int height, Func<int, int, double> heightAt)
    {
        double spacing = Math.Sqrt(2.0 * width * height / (Math.Sqrt(3) * 500)), sigma = SigmaPerSpacing * spacing;
        double weight = SpacingsPerRow * spacing * spacing / (2 * Math.PI * sigma * sigma);
        for (int row = 0; ; row++)
        {
            double y = (0.4 + row * SpacingsPerRow) * spacing;
            if (y >= height + 0.5 * spacing)
            {
                yield break;
            }

            for (double x = (row % 2 == 0 ? 0.25 : 0.75) * spacing; x < width + 0.5 * spacing; x += spacing)
            {
                double z = heightAt(Math.Clamp((int)x, 0, width - 1), Math.Clamp((int)y, 0, height - 1));
                yield return new Gaussian(weight * z + 1e-3, x, y, sigma, 0, sigma);
            }
        }
    }
}
