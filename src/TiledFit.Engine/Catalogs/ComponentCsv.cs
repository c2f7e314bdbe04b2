using System.Globalization;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Engine.Catalogs;

/// <summary>
/// Lists of components as text: the header <c>amplitude,x,y,chol_11,chol_21,chol_22</c>, then one line a component.
/// </summary>
public static class ComponentCsv
{
    private static readonly string[] Columns = ["amplitude", "x", "y", "chol_11", "chol_21", "chol_22"];

    /// <summary>Reads a list; the columns may stand in any order, among others.</summary>
    /// <exception cref="InputException">
    /// The file is missing, a column is missing, or a row has a wrong number, a negative amplitude or a diagonal
    /// element that is not positive.
    /// </exception>
    public static List<Gaussian> Read(string path)
    {
        using var reader = new CsvReader(path);
        int[] at = reader.Require(Columns);
        var components = new List<Gaussian>();
        while (reader.Read())
        {
            var g = new Gaussian(
                reader.Number(at[0]), reader.Number(at[1]), reader.Number(at[2]),
                reader.Number(at[3]), reader.Number(at[4]), reader.Number(at[5]));
            if (!g.IsValid)
                throw reader.Fault("amplitude must be at least 0, chol_11 and chol_22 positive");
            components.Add(g);
        }

        return components;
    }

    /// <summary>Writes a list, with as many digits as bring back the same bits; replaces an older file.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the file is not complete.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Gaussian> components, CancellationToken cancellation = default)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', Columns));
        foreach (Gaussian g in components)
        {
            cancellation.ThrowIfCancellationRequested();
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{g.Amplitude:R},{g.X:R},{g.Y:R},{g.L11:R},{g.L21:R},{g.L22:R}"));
        }
    }
}
