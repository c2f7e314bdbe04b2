using TiledFit.Core.Model;
using TiledFit.Data.Catalogs;
using TiledFit.Engine.Synthesis;
using TiledFit.Quality.Approximations;

namespace TiledFit.Quality.Spots;

/// <summary>
/// Spots of one peak in white noise of standard deviation 1: places and shapes as <c>tiledfit synth</c> draws them, its
/// noise, all amplitudes alike.
/// </summary>
/// <param name="Raster">.npy, float32.</param>
/// <param name="Truth">CSV.</param>
internal sealed record SpotField(string Raster, string Truth)
{
    // px.
    private const double SigmaMin = 1.5, SigmaMax = 3;

    // As many are drawn for each that a field with distances holds.
    private const int Candidates = 20;

    /// <summary>Draws a field.</summary>
    /// <param name="arrangement">Where the spots lie.</param>
    /// <param name="side">Columns and rows.</param>
    /// <param name="peak">Of each spot, in standard deviations of the noise.</param>
    /// <param name="seed">Names it.</param>
    /// <param name="scratch">For the files.</param>
    public static SpotField Draw(SpotArrangement arrangement, int side, double peak, int seed, string scratch)
    {
        var field = new SpotField(Path.Combine(scratch, "spots.npy"), Path.Combine(scratch, "spots.csv"));
        int count = (int)Math.Round(arrangement.Density * side * side);
        var options = new SyntheticFieldOptions
        {
            Width = side,
            Height = side,
            Components = Candidates * count,
            SigmaMin = SigmaMin,
            SigmaMax = SigmaMax,
            Noise = 1,
            Seed = (ulong)seed,
        };
        Gaussian[] spots =
        [
            .. Apart(SyntheticField.Generate(options).Truth, side, arrangement.Distance).Take(count)
                .Select(g => new Gaussian(peak, g.X, g.Y, g.L11, g.L21, g.L22)),
        ];
        ComponentCatalog.WriteCsv(field.Truth, spots);
        SyntheticField.Generate(options with { Components = 0 }).Write(new SyntheticFieldPaths(field.Raster));
        Surface noise = Surface.Read(field.Raster);
        new Surface(
            side,
            [.. noise.Values.Select((value, i) => value + spots.Sum(g => g.ValueAt(i % side, i / side)))])
            .Write(field.Raster);
        return field;
    }

    // Each that is far enough from those before it.
    private static IEnumerable<Gaussian> Apart(IEnumerable<Gaussian> candidates, int side, double distance)
    {
        var kept = new List<Gaussian>();
        foreach (Gaussian g in candidates.Where(g => EdgeDistance(g, side) >= distance / 2))
        {
            if (kept.All(k => Math.Pow(k.X - g.X, 2) + Math.Pow(k.Y - g.Y, 2) >= distance * distance))
            {
                kept.Add(g);
                yield return g;
            }
        }
    }

    private static double EdgeDistance(Gaussian g, int side) =>
        Math.Min(Math.Min(g.X, g.Y), side - 1 - Math.Max(g.X, g.Y)) + 0.5;
}
