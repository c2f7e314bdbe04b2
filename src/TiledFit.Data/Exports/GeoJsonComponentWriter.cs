using System.Text.Json;
using TiledFit.Core;
using TiledFit.Core.Model;
using TiledFit.Data.Rasters;
using TiledFit.Data.Results;

namespace TiledFit.Data.Exports;

/// <summary>
/// Ellipses as polygons in GeoJSON, which has longitude and latitude on WGS 84 and nothing else (RFC 7946, section 4).
/// One feature a line. A ring that crosses the antimeridian goes on beyond ±180°.
/// </summary>
internal sealed class GeoJsonComponentWriter : IComponentWriter
{
    /// <summary>Of a degree: a tenth of a millimetre.</summary>
    private const int Decimals = 9;

    private readonly ComponentTextFile _file;
    private readonly Utf8JsonWriter _json;
    private readonly TableColumn<ComponentRow>[] _columns;
    private readonly GeoTransform _georeference;
    private readonly Wgs84Transform _toWgs84;
    private readonly double _sigma;
    private readonly double[] _x = new double[Ellipse.Points], _y = new double[Ellipse.Points];
    private bool _isFirst = true;

    /// <exception cref="InputException">The raster's place on Earth is not known.</exception>
    public GeoJsonComponentWriter(string path, RasterInfo raster, double sigma)
    {
        if (raster is not { GeoTransform: { } georeference, Crs: { } crs })
        {
            throw new InputException(
                $"{path}: GeoJSON needs a place on Earth, and {raster.Path} has no coordinate reference system; "
                + "take .csv, .reg or .gpkg");
        }

        (_sigma, _georeference) = (sigma, georeference);
        _columns = [.. ComponentTable.PlainColumns(raster)];
        _toWgs84 = new Wgs84Transform(path, crs);
        try
        {
            _file = new ComponentTextFile(path);
        }
        catch
        {
            _toWgs84.Dispose();
            throw;
        }

        _json = new Utf8JsonWriter(_file.Stream);
        _file.Stream.Write("{\"type\":\"FeatureCollection\",\"features\":["u8);
    }

    /// <inheritdoc/>
    public void Write(ComponentRow[] rows)
    {
        Array[] values = [.. _columns.Select(column => column.Extract(rows))];
        for (int row = 0; row < rows.Length; row++)
        {
            _file.Stream.Write(_isFirst ? "\n"u8 : ",\n"u8);
            _isFirst = false;
            _json.Reset();
            WriteFeature(rows[row].Component, values, row);
            _json.Flush();
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _file.Stream.Write("\n]}\n"u8);
        _file.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _toWgs84.Dispose();
        _file.Dispose();
    }

    private void WriteFeature(Component component, Array[] values, int row)
    {
        _json.WriteStartObject();
        _json.WriteString("type", "Feature");
        _json.WriteNumber("id", component.Id);
        _json.WriteStartObject("geometry");
        _json.WriteString("type", "Polygon");
        WriteRing(component);
        _json.WriteEndObject();
        _json.WriteStartObject("properties");
        for (int i = 0; i < values.Length; i++)
        {
            WriteProperty(_columns[i].Column.Name, values[i], row);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteRing(Component component)
    {
        Ellipse.Fill(component.Shape, _sigma, _x, _y);
        _georeference.ToWorld(_x, _y);
        _toWgs84.Transform(_x, _y, component.Id);
        Ellipse.MakeCounterClockwise(_x, _y);
        _json.WriteStartArray("coordinates");
        _json.WriteStartArray();
        for (int i = 0; i < Ellipse.Points; i++)
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(Math.Round(_x[i], Decimals));
            _json.WriteNumberValue(Math.Round(_y[i], Decimals));
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        _json.WriteEndArray();
    }

    private void WriteProperty(string name, Array values, int row)
    {
        switch (values)
        {
            case double[] numbers: _json.WriteNumber(name, numbers[row]); break;
            case int[] numbers: _json.WriteNumber(name, numbers[row]); break;
            case long[] numbers: _json.WriteNumber(name, numbers[row]); break;
            case double?[] numbers when numbers[row] is { } number: _json.WriteNumber(name, number); break;
            default: _json.WriteNull(name); break;
        }
    }
}
