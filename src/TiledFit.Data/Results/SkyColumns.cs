using TiledFit.Core.Model;
using TiledFit.Data.Fits;
using TiledFit.Data.Results.Parquet;

namespace TiledFit.Data.Results;

/// <summary>The columns of a component's place on the sky; all that is not defined is null.</summary>
internal sealed class SkyColumns
{
    private readonly SkyReference _sky;
    private readonly SkyProjection _projection;
    private ComponentRow[]? _rows;
    private SkyGaussian[] _places = [];

    private SkyColumns(SkyReference sky, SkyProjection projection)
    {
        (_sky, _projection) = (sky, projection);
    }

    /// <summary>The columns; none without a place on the sky, or without wcslib.</summary>
    public static IEnumerable<TableColumn<ComponentRow>> Of(SkyReference? sky) =>
        sky is not null && SkyProjection.TryOpen(sky, out SkyProjection? projection, out _)
            ? new SkyColumns(sky, projection).All()
            : [];

    private IEnumerable<TableColumn<ComponentRow>> All() =>
    [
        Column("ra", "deg", (_, place) => place.RightAscension),
        Column("dec", "deg", (_, place) => place.Declination),
        Column("ra_err", "arcsec", (row, place) => Math.Sqrt(CentreErrors(row, place).EastEast)),
        Column("dec_err", "arcsec", (row, place) => Math.Sqrt(CentreErrors(row, place).NorthNorth)),
        Column("sky_cov_ee", "arcsec^2", (_, place) => place.Shape.EastEast),
        Column("sky_cov_en", "arcsec^2", (_, place) => place.Shape.EastNorth),
        Column("sky_cov_nn", "arcsec^2", (_, place) => place.Shape.NorthNorth),
        Column("fwhm_major", "arcsec", (_, place) => place.Shape.Axes.Major),
        Column("fwhm_minor", "arcsec", (_, place) => place.Shape.Axes.Minor),
        Column("position_angle", "deg", (_, place) => place.Shape.Axes.PositionAngle),
        .. _sky.Beam is { } beam ? BeamColumns(SkyEllipse.Of(beam)) : [],
    ];

    private IEnumerable<TableColumn<ComponentRow>> BeamColumns(SkyEllipse beam) =>
    [
        .. _sky.FluxUnit is { } flux ? FluxColumns(beam, flux) : [],
        Column("deconvolved_major", "arcsec", (_, place) => place.Shape.Deconvolve(beam).Major),
        Column("deconvolved_minor", "arcsec", (_, place) => place.Shape.Deconvolve(beam).Minor),
        Column("deconvolved_angle", "deg", (_, place) => place.Shape.Deconvolve(beam).PositionAngle),
    ];

    /// <summary>A source's flux is its peak, in a unit per beam, times its area over the beam's.</summary>
    private IEnumerable<TableColumn<ComponentRow>> FluxColumns(SkyEllipse beam, string unit) =>
    [
        Column("peak_flux", _sky.Unit ?? "value", (row, _) => row.Component.Shape.Amplitude),
        Column("peak_flux_err", _sky.Unit ?? "value", (row, _) => row.Errors?.Amplitude ?? double.NaN),
        Column("integrated_flux", unit, (row, place) => row.Component.Shape.Amplitude * Ratio(place, beam)),
        Column("integrated_flux_err", unit, (row, place) => row.Errors is { } errors
            ? errors.Volume / (2 * Math.PI * row.Component.Shape.SqrtDeterminant) * Ratio(place, beam)
            : double.NaN),
    ];

    private static SkyEllipse CentreErrors(ComponentRow row, SkyGaussian place) =>
        row.Errors is { X: var x, Y: var y, CentreXY: var xy }
            ? place.Jacobian.Map(x * x, xy, y * y)
            : new SkyEllipse(double.NaN, double.NaN, double.NaN);

    private static double Ratio(SkyGaussian place, SkyEllipse beam) =>
        place.Shape.SqrtDeterminant / beam.SqrtDeterminant;

    private TableColumn<ComponentRow> Column(
        string name, string unit, Func<ComponentRow, SkyGaussian, double> value) =>
        new(new ParquetColumn(name, ParquetType.Double, Nullable: true), unit, rows =>
        {
            SkyGaussian[] places = PlacesOf(rows);
            var values = new double?[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                values[i] = value(rows[i], places[i]) is var number && double.IsFinite(number) ? number : null;
            }

            return values;
        });

    /// <summary>All columns are asked for the same rows in turn; they are taken to the sky once.</summary>
    private SkyGaussian[] PlacesOf(ComponentRow[] rows)
    {
        if (!ReferenceEquals(rows, _rows))
        {
            Gaussian[] shapes = Array.ConvertAll(rows, row => row.Component.Shape);
            (_rows, _places) = (rows, _projection.ToSky(shapes));
        }

        return _places;
    }
}
