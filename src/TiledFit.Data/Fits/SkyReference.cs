using System.Globalization;
using System.Text.RegularExpressions;

namespace TiledFit.Data.Fits;

/// <summary>
/// Where a FITS image lies on the sky: all that takes pixels to right ascension and declination by wcslib, without the
/// file.
/// </summary>
/// <param name="Cards">The header's cards that wcslib needs, 80 characters each.</param>
/// <param name="ColumnAxis">The axis of the columns, from 1.</param>
/// <param name="RowAxis">The axis of the rows, from 1.</param>
/// <param name="Positions">For each axis of the image, where on it the plane stands, from 1.</param>
/// <param name="Frame">Of right ascension and declination: ICRS, FK5, FK4 or what else RADESYS says; FK5 where the
/// header's coordinates are galactic ones, which are converted.</param>
/// <param name="Equinox">In years; null where the frame has none or the header does not say.</param>
/// <param name="IsGalactic">Whether the header's own coordinates are galactic longitude and latitude.</param>
/// <param name="Unit">BUNIT, in the standard's spelling where it is known; null where the header does not say.</param>
/// <param name="Beam">The beam; null where the header names none.</param>
public sealed partial record SkyReference(
    IReadOnlyList<string> Cards,
    int ColumnAxis,
    int RowAxis,
    IReadOnlyList<int> Positions,
    string Frame,
    double? Equinox,
    bool IsGalactic,
    string? Unit,
    Beam? Beam)
{
    private const string PerBeam = "/beam";

    /// <summary>Equinoxes before this one are of the FK4 where nothing else is said (FITS 4.0, 8.3).</summary>
    private const double FirstFk5Equinox = 1984;

    /// <summary>
    /// The unit of a source's flux: the image's without "/beam", or "value" where the header has a beam and no unit, as
    /// images with a beam are per beam; null for other units.
    /// </summary>
    internal string? FluxUnit => Unit is null ? "value"
        : Unit.EndsWith(PerBeam, StringComparison.Ordinal) ? Unit[..^PerBeam.Length].TrimEnd()
        : null;

    /// <summary>What a header says; null where the image's plane is not the sky's.</summary>
    internal static SkyReference? Of(FitsHeader header, FitsAxes axes)
    {
        string column = header.Text($"CTYPE{axes.Column + 1}") ?? "", row = header.Text($"CTYPE{axes.Row + 1}") ?? "";
        bool isEquatorial = Are(column, row, "RA--", "DEC-"), isGalactic = Are(column, row, "GLON", "GLAT");
        if (!isEquatorial && !isGalactic)
        {
            return null;
        }

        double? equinox = isGalactic ? 2000 : header.Number("EQUINOX") ?? header.Number("EPOCH");
        string frame = isGalactic ? "FK5" : FrameOf(header, equinox);
        return new SkyReference(
            [.. header.Cards.Where(card => IsNeeded(FitsHeader.KeywordOf(card), axes))], axes.Column + 1,
            axes.Row + 1, axes.Positions, frame, frame == "ICRS" ? null : equinox, isGalactic, UnitOf(header),
            BeamOf(header));
    }

    /// <summary>
    /// Of axes off the plane only what mixes into the sky's: what they are does not matter, and is often wrong.
    /// </summary>
    private static bool IsNeeded(string keyword, FitsAxes axes) => Needed().Match(keyword) is { Success: true } match
        && (match.Groups["axis"] is not { Success: true, Value: var axis }
            || axis == Name(axes.Column) || axis == Name(axes.Row));

    private static string Name(int axis) => (axis + 1).ToString(CultureInfo.InvariantCulture);

    private static bool Are(string first, string second, string longitude, string latitude) =>
        (Is(first, longitude) && Is(second, latitude)) || (Is(first, latitude) && Is(second, longitude));

    private static bool Is(string type, string name) => type.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static string FrameOf(FitsHeader header, double? equinox) =>
        (header.Text("RADESYS") ?? header.Text("RADECSYS")) is { Length: > 0 } frame ? frame.ToUpperInvariant()
        : equinox switch
        {
            null => "ICRS",
            < FirstFk5Equinox => "FK4",
            _ => "FK5",
        };

    private static string? UnitOf(FitsHeader header)
    {
        if (header.Text("BUNIT") is not { Length: > 0 } unit)
        {
            return null;
        }

        return Jansky().Replace(BeamUnit().Replace(unit, PerBeam), "Jy");
    }

    private static Beam? BeamOf(FitsHeader header) =>
        header.Number("BMAJ") is > 0 and var major && (header.Number("BMIN") ?? major) is > 0 and var minor
            ? new Beam(major, minor, header.Number("BPA") ?? 0)
            : null;

    /// <summary>Keywords of FITS 4.0, table 22, with the older forms and distortions that wcslib knows.</summary>
    [GeneratedRegex(
        "^(WCSAXES|NAXIS|NAXIS[0-9]+|(CRVAL|CDELT|CTYPE|CUNIT|CROTA)(?<axis>[0-9]+)|(PV|PS)(?<axis>[0-9]+)_[0-9]+"
        + "|(CRPIX|PROJP)[0-9]+|(PC|CD)[0-9]+_[0-9]+|PC[0-9]{6}|LONPOLE|LATPOLE|EQUINOX|EPOCH|RADESYS|RADECSYS"
        + "|(A|B|AP|BP)_(ORDER|DMAX|[0-9]+_[0-9]+)|(CPDIS|CQDIS|DP|DQ)[0-9]+)$")]
    private static partial Regex Needed();

    [GeneratedRegex(@"( */ *|[ .*]+)beam(\*\*-1|\^-1|-1)?$", RegexOptions.IgnoreCase)]
    private static partial Regex BeamUnit();

    [GeneratedRegex(@"JY(?![A-Za-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Jansky();
}
