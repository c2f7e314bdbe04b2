using System.Text.Json.Serialization;
using TiledFit.Data.Rasters;
using TiledFit.Engine.Statistics;

namespace TiledFit.Cli.Reports;

/// <summary>What <c>tiledfit info</c> says of a raster.</summary>
/// <param name="Path">As given.</param>
/// <param name="Driver">What reads it.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bands">Bands in the file.</param>
/// <param name="Band">The one described.</param>
/// <param name="Type">Stored type.</param>
/// <param name="Block">Natural block, columns and rows.</param>
/// <param name="NoData">Stored value that means "no data"; in JSON "NaN" where it is that.</param>
/// <param name="Scale">Values are stored·scale + offset.</param>
/// <param name="Offset">Values are stored·scale + offset.</param>
/// <param name="Valid">Pixels with data.</param>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Mean">Mean value.</param>
/// <param name="GeoTransform">GDAL's six coefficients.</param>
/// <param name="Crs">Name of the coordinate reference system.</param>
/// <param name="Authority">Its code, such as EPSG:32611.</param>
/// <param name="Plane">Of a FITS image of more than two axes, as it was asked for.</param>
/// <param name="Sky">The frame of its places on the sky, such as "FK5", or null.</param>
/// <param name="Beam">Full widths of its beam and the major axis's position angle, degrees, or null.</param>
/// <param name="Unit">Of the values, where a FITS header names it.</param>
internal sealed record RasterReport(
    string Path,
    string Driver,
    int Width,
    int Height,
    int Bands,
    int Band,
    string Type,
    int[] Block,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double? NoData,
    double Scale,
    double Offset,
    long Valid,
    double? Minimum,
    double? Maximum,
    double? Mean,
    double[]? GeoTransform,
    string? Crs,
    string? Authority,
    string? Plane,
    string? Sky,
    double[]? Beam,
    string? Unit)
{
    /// <summary>The report of a raster.</summary>
    public static RasterReport Of(RasterInfo info, RasterStatistics statistics) => new(
        info.Path,
        info.Driver,
        info.Width,
        info.Height,
        info.BandCount,
        info.Band,
        info.DataType,
        [info.BlockWidth, info.BlockHeight],
        info.NoData,
        info.Scale,
        info.Offset,
        statistics.Valid,
        statistics.Minimum,
        statistics.Maximum,
        statistics.Mean,
        info.GeoTransform is { } g ? [g.X0, g.XColumn, g.XRow, g.Y0, g.YColumn, g.YRow] : null,
        info.Crs?.Name,
        info.Crs?.Authority,
        info.Plane,
        info.Sky?.Frame,
        info.Sky?.Beam is { } beam ? [beam.Major, beam.Minor, beam.PositionAngle] : null,
        info.Sky?.Unit);

    /// <summary>The same for people.</summary>
    public FactSheet Facts()
    {
        long pixels = (long)Width * Height;
        return new FactSheet()
            .Add("Raster", Path)
            .Add("Driver", Driver)
            .Add("Size", Format.Size(Width, Height))
            .Add("Band", $"{Band} of {Bands}")
            .Add("Plane", Plane)
            .Add("Type", Type)
            .Add("Unit", Unit)
            .Add("Block", $"{Block[0]} × {Block[1]} px")
            .Add("Nodata", NoData is { } noData ? Format.Number(noData) : "none declared")
            .Add("Scale, offset", Scale == 1 && Offset == 0 ? null : $"{Format.Number(Scale)}, {Format.Number(Offset)}")
            .Add("Valid", $"{Format.Count(Valid)} of {Format.Count(pixels)} px ({Format.Percent(Valid, pixels)})")
            .Add("Range", Minimum is { } low && Maximum is { } high
                ? $"{Format.Number(low)} to {Format.Number(high)}"
                : "no valid pixel")
            .Add("Mean", Mean is { } mean ? Format.Number(mean) : null)
            .Add("CRS", Crs is null ? "none" : Authority is null ? Crs : $"{Crs} ({Authority})")
            .Add("Sky", Sky)
            .Add("Beam", Beam is { } b
                ? $"{Format.Number(3600 * b[0])}″ × {Format.Number(3600 * b[1])}″, {Format.Number(b[2])}°"
                : null)
            .Add("Origin", GeoTransform is { } g ? $"{Format.Number(g[0])}, {Format.Number(g[3])}" : null)
            .Add("Pixel size", GeoTransform is { } h ? PixelSize(h) : null);
    }

    private static string PixelSize(double[] g) => g[2] == 0 && g[4] == 0
        ? $"{Format.Number(g[1])}, {Format.Number(g[5])}"
        : $"{Format.Number(g[1])}, {Format.Number(g[5])}, rotated by {Format.Number(g[2])}, {Format.Number(g[4])}";
}
