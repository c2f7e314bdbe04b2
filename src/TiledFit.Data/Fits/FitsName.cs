using System.Globalization;
using System.Text.RegularExpressions;
using TiledFit.Core;

namespace TiledFit.Data.Fits;

/// <summary>
/// A FITS file and, if named, the header and data unit in it: <c>a.fits</c>, <c>a.fits[1]</c> by number with 0 for the
/// primary one, <c>a.fits[SCI]</c> or <c>a.fits[SCI,2]</c> by EXTNAME and EXTVER, as cfitsio writes them. None of
/// cfitsio's other ways to extend a name (sections, filters, addresses, pipes, memory) is understood: what precedes the
/// brackets is a path.
/// </summary>
/// <param name="Path">As the user gave it, for messages.</param>
/// <param name="File">The file.</param>
/// <param name="Number">Of the unit, from 0; null where it is not named by number.</param>
/// <param name="Extension">EXTNAME; null where it is not named by name.</param>
/// <param name="Version">EXTVER; 0 for any.</param>
internal sealed partial record FitsName(string Path, string File, int? Number, string? Extension, int Version)
{
    /// <summary>How every FITS file begins (FITS 4.0, 4.4.1.1).</summary>
    private static ReadOnlySpan<byte> Signature => "SIMPLE  ="u8;

    /// <summary>Files are made of blocks of so many bytes (FITS 4.0, 3.1).</summary>
    private const int BlockLength = 2880;

    /// <summary>The name of an uncompressed FITS file; null for anything else.</summary>
    /// <exception cref="InputException">What stands in brackets is no unit.</exception>
    public static FitsName? Find(string path)
    {
        if (IsFits(path))
        {
            return new FitsName(path, path, null, null, 0);
        }

        return Unit().Match(path) is { Success: true } match && IsFits(match.Groups["file"].Value)
            ? Parse(path, match.Groups["file"].Value, match.Groups["unit"].Value)
            : null;
    }

    /// <summary>The file that a raster's name refers to: without the brackets of a unit in an existing file.</summary>
    public static string FileOf(string path) =>
        !System.IO.File.Exists(path) && Unit().Match(path) is { Success: true } match
        && System.IO.File.Exists(match.Groups["file"].Value) ? match.Groups["file"].Value : path;

    private static FitsName Parse(string path, string file, string unit)
    {
        if (int.TryParse(unit, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return new FitsName(path, file, number, null, 0);
        }

        return NameAndVersion().Match(unit) is { Success: true } match
            ? new FitsName(
                path, file, null, match.Groups["name"].Value,
                match.Groups["version"] is { Success: true, Value: var version }
                    ? int.Parse(version, CultureInfo.InvariantCulture) : 0)
            : throw new InputException(
                $"{path}: [{unit}] names no unit of the file; give its number, as in [1], or its name, as in [SCI,2]");
    }

    private static bool IsFits(string path)
    {
        try
        {
            // Pipes have no length, and whoever opens one may wait forever.
            if (new FileInfo(path) is not { Exists: true, Length: >= BlockLength })
            {
                return false;
            }

            using FileStream file = System.IO.File.OpenRead(path);
            Span<byte> start = stackalloc byte[Signature.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.SequenceEqual(Signature);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Whoever opens it as something else says what is wrong.
            return false;
        }
    }

    [GeneratedRegex(@"^(?<file>.+)\[(?<unit>[^\[\]]*)\]$", RegexOptions.Singleline)]
    private static partial Regex Unit();

    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9_+\-. ]{0,67})(,(?<version>[0-9]{1,9}))?$")]
    private static partial Regex NameAndVersion();
}
