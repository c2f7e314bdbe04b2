using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Profiles;

namespace TiledFit.Data.Catalogs;

/// <summary>
/// Lists of a profile's Gaussians as files: CSV with a header, or Parquet, with the columns amplitude, x and sigma, or
/// chol_11 in its stead as in the tables of results; other columns are ignored.
/// </summary>
public static class ProfileCatalog
{
    private const string Amplitude = "amplitude", X = "x", Sigma = "sigma", Cholesky = "chol_11";

    /// <summary>Reads CSV or Parquet.</summary>
    /// <returns>The Gaussians in the file's order, at least one.</returns>
    /// <exception cref="InputException">The file is missing or empty, lacks a column, or holds a value that no Gaussian
    /// has. Names file, row and column.</exception>
    public static IReadOnlyList<ProfileGaussian> Read(string path)
    {
        string sigma = Sigma;
        var table = NumberTable.Read(path, (all, _) =>
        {
            sigma = all.Contains(Sigma) || !all.Contains(Cholesky) ? Sigma : Cholesky;
            string[] missing = [.. new[] { Amplitude, X, sigma }.Except(all)];
            return missing.Length == 0
                ? [Amplitude, X, sigma]
                : throw new InputException(
                    $"{path} has no column {string.Join(", ", missing)}; "
                    + "components of a profile need amplitude,x,sigma");
        });
        ProfileGaussian[] components = [.. table[Amplitude].Zip(table[X], table[sigma])
            .Select(row => new ProfileGaussian(row.First, row.Second, row.Third))];
        for (int row = 0; row < components.Length; row++)
        {
            Check(table, components[row], row, sigma);
        }

        return components.Length > 0
            ? components
            : throw new InputException($"{path}: holds no component; leave out --init to start without any");
    }

    private static void Check(NumberTable table, in ProfileGaussian g, int row, string sigma)
    {
        foreach ((string column, double value) in new[] { (Amplitude, g.Amplitude), (X, g.X), (sigma, g.Sigma) })
        {
            string? what = double.IsNaN(value) ? "there is no finite number"
                : column == Amplitude && value < 0 ? $"{Text(value)} is negative; an amplitude is at least 0"
                : column == sigma && value <= 0 ? $"{Text(value)} is not positive"
                : null;
            if (what is not null)
            {
                throw table.Fault(row, column, what);
            }
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
