using System.IO.Compression;
using System.Text.RegularExpressions;
using TiledFit.Core;

namespace TiledFit.Data.Rasters;

/// <summary>What can be said of a name before GDAL sees it.</summary>
internal static partial class GdalPath
{
    /// <summary>
    /// True for names that only GDAL understands: its virtual file systems (<c>/vsizip/…</c>), sub-datasets and
    /// connections (<c>GTIFF_DIR:2:a.tif</c>; one letter before the colon is a Windows drive), a VRT given as text.
    /// </summary>
    public static bool IsVirtual(string path) =>
        path.StartsWith("/vsi", StringComparison.Ordinal) || path.StartsWith('<') ||
        (Prefix().IsMatch(path) && !File.Exists(path));

    /// <summary>Checks what needs no GDAL.</summary>
    /// <exception cref="InputException">There is no such file, or it is empty or an archive.</exception>
    public static void Check(string path)
    {
        if (IsVirtual(path) || Directory.Exists(path))
        {
            return;
        }

        if (!File.Exists(path))
        {
            throw new InputException($"{path}: there is no such file");
        }

        var file = new FileInfo(path);
        if (file.Length == 0)
        {
            throw new InputException($"{path}: the file is empty");
        }

        if (file.Extension.Equals(".zip", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException($"{path}: is an archive; a raster in it is named {FirstInArchive(file)}");
        }
    }

    private static string FirstInArchive(FileInfo file)
    {
        string inner = "NAME";
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(file.FullName);
            inner = archive.Entries.FirstOrDefault(entry => entry.Name.Length > 0)?.FullName ?? inner;
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{file}: is not a zip archive, or a damaged one: {e.Message}", e);
        }

        return $"/vsizip/{file.FullName}/{inner}";
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]+:")]
    private static partial Regex Prefix();
}
