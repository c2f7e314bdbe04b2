using System.Buffers.Binary;
using TiledFit.Core.Model;
using TiledFit.Core.Uncertainty;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Results;

/// <summary>The columns of <c>components/*.parquet</c>.</summary>
internal static class ComponentTable
{
    public const int RowGroupRows = 100_000;

    /// <summary>Most row groups of a file.</summary>
    public const int FileGroups = 50;

    /// <summary>Well-known binary of a point: byte order 1 (little-endian), type 1, two doubles.</summary>
    private const int WkbPointLength = 1 + 4 + 8 + 8;

    private static readonly TableColumn<ComponentRow>[] Errors =
    [
        Error("amplitude_err", "value", errors => errors.Amplitude),
        Error("x_err", "px", errors => errors.X),
        Error("y_err", "px", errors => errors.Y),
        Error("chol_11_err", "px", errors => errors.L11),
        Error("chol_21_err", "px", errors => errors.L21),
        Error("chol_22_err", "px", errors => errors.L22),
        Error("cov_xx_err", "px^2", errors => errors.CovarianceXX),
        Error("cov_xy_err", "px^2", errors => errors.CovarianceXY),
        Error("cov_yy_err", "px^2", errors => errors.CovarianceYY),
        Error("sigma_major_err", "px", errors => errors.SigmaMajor),
        Error("sigma_minor_err", "px", errors => errors.SigmaMinor),
        Error("theta_err", "rad", errors => errors.Theta),
        Error("volume_err", "value*px^2", errors => errors.Volume),
        Error("centre_cov_xy", "px^2", errors => errors.CentreXY),
    ];

    /// <summary>Names of the columns of errors, in the order of the members of <see cref="ComponentErrors"/>.</summary>
    public static IEnumerable<string> ErrorNames => Errors.Select(column => column.Column.Name);

    /// <summary>World coordinates need a georeference; without one, geometry is in pixels.</summary>
    public static IReadOnlyList<TableColumn<ComponentRow>> Columns(RasterInfo raster) =>
    [
        TableColumn<ComponentRow>.Int64("component_id", "1", row => row.Component.Id),
        TableColumn<ComponentRow>.Int32("tile_x", "1", row => row.TileX),
        TableColumn<ComponentRow>.Int32("tile_y", "1", row => row.TileY),
        Shape("amplitude", "value", shape => shape.Amplitude),
        Shape("x", "px", shape => shape.X),
        Shape("y", "px", shape => shape.Y),
        Shape("chol_11", "px", shape => shape.L11),
        Shape("chol_21", "px", shape => shape.L21),
        Shape("chol_22", "px", shape => shape.L22),
        Shape("cov_xx", "px^2", shape => shape.CovarianceXX),
        Shape("cov_xy", "px^2", shape => shape.CovarianceXY),
        Shape("cov_yy", "px^2", shape => shape.CovarianceYY),
        Shape("sigma_major", "px", shape => shape.SigmaMajor),
        Shape("sigma_minor", "px", shape => shape.SigmaMinor),
        Shape("theta", "rad", shape => shape.Theta),
        Shape("volume", "value*px^2", shape => shape.Volume),
        .. raster.GeoTransform is { } transform ? WorldColumns(transform) : [],
        .. SkyColumns.Of(raster.Sky),
        .. Errors,
        TableColumn<ComponentRow>.NullableDouble("snr", "1", row => FiniteOrNull(row.SignalToNoise)),
        TableColumn<ComponentRow>.NullableDouble("local_rms", "value", row => FiniteOrNull(row.LocalRms)),
        TableColumn<ComponentRow>.Int64("neighbour_id", "1", row => row.Neighbour),
        TableColumn<ComponentRow>.Int32("level", "1", row => row.Level),
        TableColumn<ComponentRow>.Int32("flags", "1", row => (int)row.Component.Flags),
        .. GeometryColumns(raster.GeoTransform),
    ];

    /// <summary>The columns of numbers, which any table can hold: all but geometry and its box.</summary>
    public static IEnumerable<TableColumn<ComponentRow>> PlainColumns(RasterInfo raster) =>
        Columns(raster).Where(column => column.Column is { Type: not ParquetType.Binary } and var plain
            && !plain.Name.Contains('.'));

    /// <summary>A row's centre in world coordinates, or in pixels where there is no georeference.</summary>
    public static (double X, double Y) Place(GeoTransform? transform, ComponentRow row)
    {
        Gaussian shape = row.Component.Shape;
        return transform?.ToWorld(shape.X, shape.Y) ?? (shape.X, shape.Y);
    }

    private static TableColumn<ComponentRow> Shape(string name, string unit, Func<Gaussian, double> value) =>
        TableColumn<ComponentRow>.Double(name, unit, row => value(row.Component.Shape));

    /// <summary>What is not estimated or not determined is null.</summary>
    private static TableColumn<ComponentRow> Error(string name, string unit, Func<ComponentErrors, double> value) =>
        TableColumn<ComponentRow>.NullableDouble(
            name, unit, row => row.Errors is { } errors ? FiniteOrNull(value(errors)) : null);

    private static double? FiniteOrNull(double? value) => double.IsFinite(value ?? double.NaN) ? value : null;

    private static IEnumerable<TableColumn<ComponentRow>> WorldColumns(GeoTransform transform) =>
    [
        PlaceX("world_x", transform),
        PlaceY("world_y", transform),
        MapCovariance("map_cov_xx", (t, shape) => Form(shape, t.XColumn, t.XRow, t.XColumn, t.XRow), transform),
        MapCovariance("map_cov_xy", (t, shape) => Form(shape, t.XColumn, t.XRow, t.YColumn, t.YRow), transform),
        MapCovariance("map_cov_yy", (t, shape) => Form(shape, t.YColumn, t.YRow, t.YColumn, t.YRow), transform),
    ];

    private static TableColumn<ComponentRow> MapCovariance(
        string name, Func<GeoTransform, Gaussian, double> element, GeoTransform transform) =>
        Shape(name, "crs^2", shape => element(transform, shape));

    /// <summary>pᵀ·Σ·q, an element of A·Σ·Aᵀ for the rows p and q of A.</summary>
    private static double Form(in Gaussian shape, double p1, double p2, double q1, double q2) =>
        p1 * q1 * shape.CovarianceXX + (p1 * q2 + p2 * q1) * shape.CovarianceXY + p2 * q2 * shape.CovarianceYY;

    private static IEnumerable<TableColumn<ComponentRow>> GeometryColumns(GeoTransform? transform) =>
    [
        TableColumn<ComponentRow>.Binary("geometry", PlaceUnit(transform), row => WkbPoint(Place(transform, row))),
        PlaceX("bbox.xmin", transform),
        PlaceY("bbox.ymin", transform),
        PlaceX("bbox.xmax", transform),
        PlaceY("bbox.ymax", transform),
    ];

    private static TableColumn<ComponentRow> PlaceX(string name, GeoTransform? transform) =>
        TableColumn<ComponentRow>.Double(name, PlaceUnit(transform), row => Place(transform, row).X);

    private static TableColumn<ComponentRow> PlaceY(string name, GeoTransform? transform) =>
        TableColumn<ComponentRow>.Double(name, PlaceUnit(transform), row => Place(transform, row).Y);

    private static string PlaceUnit(GeoTransform? transform) => transform is null ? "px" : "crs";

    private static byte[] WkbPoint((double X, double Y) point)
    {
        byte[] wkb = new byte[WkbPointLength];
        wkb[0] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(wkb.AsSpan(1), 1);
        BinaryPrimitives.WriteDoubleLittleEndian(wkb.AsSpan(5), point.X);
        BinaryPrimitives.WriteDoubleLittleEndian(wkb.AsSpan(13), point.Y);
        return wkb;
    }
}
