using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TiledFit.Core;
using TiledFit.Core.Profiles;
using TiledFit.Data.Catalogs;
using TiledFit.Data.Rasters;
using TiledFit.Data.Storage;

namespace TiledFit.Data.Profiles;

/// <summary>
/// A profile from a file: a column of CSV or Parquet, or a <c>.npy</c> of shape (n,). Rows may stand in any order of x.
/// </summary>
/// <param name="Profile">The samples.</param>
/// <param name="Info">What it is, as manifests say it: n × 1 pixels of driver <see cref="Driver"/>.</param>
/// <param name="Fingerprint">Of places and values.</param>
/// <param name="Column">The column of the values, or null in a <c>.npy</c>.</param>
public sealed record ProfileFile(Profile Profile, RasterInfo Info, string Fingerprint, string? Column)
{
    /// <summary>What manifests name as the input's driver.</summary>
    public const string Driver = "profile";

    // A profile and what a fit needs of it are in memory.
    private const int MostSamples = 10_000_000;

    /// <summary>Whether a file holds a table of columns, by its name.</summary>
    public static bool IsTable(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".parquet";

    /// <summary>Whether a file is a <c>.npy</c> with one axis; false where it is none that can be read.</summary>
    public static bool IsVector(string path)
    {
        if (!path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || FileStore.IsVirtual(path))
        {
            return false;
        }

        try
        {
            using IRandomAccessFile file = NpyRaster.OpenFile(path);
            return NpyHeader.Read(file, path).Shape.Count == 1;
        }
        catch (InputException)
        {
            // The raster's reader says what is wrong with it.
            return false;
        }
    }

    /// <summary>Reads a profile.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to take of it.</param>
    /// <exception cref="InputException">The file is missing, empty or damaged, has no such column or several to choose
    /// from, a cell is no number, or a place is missing or repeated. Names file, row and column.</exception>
    public static ProfileFile Read(string path, ProfileOpenOptions options)
    {
        if (IsTable(path))
        {
            return ReadTable(path, options);
        }

        if (options.Column is not null || options.X is not null)
        {
            throw new InputException($"{path} has no columns; --column and --x go with .csv and .parquet");
        }

        double[] values = ReadVector(path);
        return Of(path, options, 1, null, [.. values.Select((_, i) => (double)i)], values);
    }

    private static ProfileFile ReadTable(string path, ProfileOpenOptions options)
    {
        string column = "";
        int columns = 0;
        var table = NumberTable.Read(path, (all, numeric) =>
        {
            column = options.Column ?? Only(path, [.. numeric.Where(name => name != options.X)], all);
            columns = all.Count;
            string[] names = options.X is { } x && x != column ? [column, x] : [column];
            string? missing = names.FirstOrDefault(name => !all.Contains(name));
            return missing is null
                ? names
                : throw new InputException($"{path} has no column '{missing}'; it has {string.Join(", ", all)}");
        });
        double[] values = table[column];
        double[] places = options.X is { } given ? table[given] : [.. values.Select((_, i) => (double)i)];
        int[] order = [.. Enumerable.Range(0, places.Length).OrderBy(row => places[row])];
        for (int k = 0; k < order.Length; k++)
        {
            if (double.IsNaN(places[order[k]]))
            {
                throw table.Fault(order[k], options.X!, "there is no finite number; every sample needs its place");
            }

            if (k > 0 && places[order[k]] == places[order[k - 1]])
            {
                string place = places[order[k]].ToString("R", CultureInfo.InvariantCulture);
                throw table.Fault(
                    order[k], options.X!, $"{place} stands in row {order[k - 1] + 1}, too; a place may have one value");
            }
        }

        return Of(
            path, options, columns, column, Array.ConvertAll(order, row => places[row]),
            Array.ConvertAll(order, row => values[row]));
    }

    private static string Only(string path, string[] numeric, IReadOnlyList<string> all) => numeric.Length == 1
        ? numeric[0]
        : throw new InputException(
            $"{path} has {(numeric.Length == 0 ? "no column" : "several columns")} of numbers; choose one by --column; "
            + $"it has {string.Join(", ", all)}");

    private static double[] ReadVector(string path)
    {
        using IRandomAccessFile file = NpyRaster.OpenFile(path);
        NpyHeader header = NpyHeader.Read(file, path);
        long length = header.Shape[0];
        if (length > MostSamples)
        {
            throw new InputException($"{path}: has {length} samples; profiles of up to {MostSamples} are fitted");
        }

        byte[] stored = new byte[length * header.Element.Size];
        for (int done = 0; done < stored.Length;)
        {
            int read = file.Read(stored.AsSpan(done), header.DataOffset + done);
            done += read > 0 ? read : throw new InputException(
                $"{path}: is truncated: shape ({length},) takes {header.DataOffset + stored.Length} bytes, "
                + $"the file has {file.Length}");
        }

        var values = new double[length];
        header.Element.Decode(stored, header.BigEndian == BitConverter.IsLittleEndian, null, values);
        return values;
    }

    private static ProfileFile Of(
        string path, ProfileOpenOptions options, int columns, string? column, double[] x, double[] z)
    {
        if (z.Length == 0)
        {
            throw new InputException($"{path} holds no sample");
        }

        double[] values = Array.ConvertAll(z, value => value == options.NoData ? double.NaN : value);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<double>(x));
        hash.AppendData(MemoryMarshal.AsBytes<double>(values));
        return new ProfileFile(
            new Profile(x, values),
            new RasterInfo(
                path, Driver, z.Length, 1, columns, 1, "Float64", z.Length, 1, options.NoData, 1, 0, null, null),
            Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16)),
            column);
    }
}
