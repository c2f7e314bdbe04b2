using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data;
using TiledFit.Data.Catalogs;

namespace TiledFit.Engine.Comparison;

/// <summary>Reads what is known to be there.</summary>
public static class TruthCatalog
{
    /// <summary>
    /// Reads comma-separated text whose first line names the columns: <c>x</c> and <c>y</c> (px); optionally
    /// <c>amplitude</c>; optionally the shape, <c>chol_11</c>, <c>chol_21</c> and <c>chol_22</c> (px); optionally
    /// <c>frame</c>, which tells the images of a series apart. Other columns are passed over.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="frame">The frame whose rows to take; null when all rows belong to one image.</param>
    /// <exception cref="InputException">
    /// The file is missing, a column is missing, a row has a wrong number or a diagonal element that is not positive,
    /// or there are several frames and none was chosen, or none of the frame chosen.
    /// </exception>
    public static List<CatalogEntry> Read(string path, int? frame = null)
    {
        using Stream stream = InputFile.OpenRead(path);
        var reader = new CsvReader(path, stream);
        int[] position = reader.Require("x", "y");
        int? amplitude = reader.Find("amplitude");
        int[]? shape = reader.Find("chol_11") is null ? null : reader.Require("chol_11", "chol_21", "chol_22");
        int? frames = frame is null ? reader.Find("frame") : reader.Require("frame")[0];
        var entries = new List<CatalogEntry>();
        double? only = null;
        while (reader.Read())
        {
            if (frames is int column && !IsWanted(reader.Number(column)))
            {
                continue;
            }

            var entry = new CatalogEntry(
                reader.Number(position[0]), reader.Number(position[1]), amplitude is int a ? reader.Number(a) : null);
            entries.Add(shape is null ? entry : WithShape(entry, reader, shape));
        }

        if (entries.Count == 0 && frame is not null)
        {
            throw new InputException($"{path} has no frame {frame}");
        }

        return entries;

        bool IsWanted(double value)
        {
            if (frame is not null)
            {
                return value == frame;
            }

            only ??= value;
            if (value != only)
            {
                throw new InputException($"{path} has several frames ({only}, {value}, …); choose one with --frame");
            }

            return true;
        }
    }

    private static CatalogEntry WithShape(CatalogEntry entry, CsvReader reader, int[] shape)
    {
        var unit = new Gaussian(
            1, entry.X, entry.Y, reader.Number(shape[0]), reader.Number(shape[1]), reader.Number(shape[2]));
        return unit.IsValid
            ? entry with { SigmaMajor = unit.SigmaMajor, SigmaMinor = unit.SigmaMinor }
            : throw reader.Fault("chol_11 and chol_22 must be positive");
    }
}
