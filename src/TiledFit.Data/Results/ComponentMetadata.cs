using System.Text;
using System.Text.Json;
using TiledFit.Data.Rasters;

namespace TiledFit.Data.Results;

/// <summary>The key-value metadata of a table's footer, as JSON.</summary>
internal static class ComponentMetadata
{
    public const string UnitsKey = "tiledfit:units";
    public const string BackgroundKey = "tiledfit:background";
    public const string SupportRadiusKey = "tiledfit:support_radius";
    public const string GeoKey = "geo";

    /// <summary>
    /// What a component file says of itself, but for <see cref="Geo"/>; nothing in it depends on when it was written.
    /// </summary>
    public static Dictionary<string, string> For<TRow>(Manifest manifest, IReadOnlyList<TableColumn<TRow>> columns)
    {
        Dictionary<string, string> metadata = Units(columns);
        metadata[BackgroundKey] = JsonSerializer.Serialize(manifest.Background, ManifestJson.Compact.Background);
        metadata[SupportRadiusKey] = JsonSerializer.Serialize(manifest.SupportRadius, ManifestJson.Compact.Double);
        return metadata;
    }

    /// <summary>The unit of each column.</summary>
    public static Dictionary<string, string> Units<TRow>(IReadOnlyList<TableColumn<TRow>> columns) => new()
    {
        [UnitsKey] = Json(writer =>
        {
            writer.WriteStartObject();
            foreach (TableColumn<TRow> column in columns)
            {
                writer.WriteString(column.Column.Name, column.Unit);
            }
            writer.WriteEndObject();
        }),
    };

    /// <summary>GeoParquet 1.1, file metadata.</summary>
    public static string Geo(RasterInfo raster, PlaceBounds bounds) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", "1.1.0");
        writer.WriteString("primary_column", "geometry");
        writer.WriteStartObject("columns");
        writer.WriteStartObject("geometry");
        WriteGeometry(writer, raster.GeoTransform is null ? null : raster.Crs?.ProjJson, bounds.Values);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteGeometry(Utf8JsonWriter writer, string? crs, double[]? bounds)
    {
        writer.WriteString("encoding", "WKB");
        WriteArray(writer, "geometry_types", ["Point"], writer.WriteStringValue);
        writer.WritePropertyName("crs");
        // Null says that the coordinates are no place on Earth, or that it is not known; nothing would say WGS 84.
        if (crs is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            using var projJson = JsonDocument.Parse(crs);
            projJson.WriteTo(writer);
        }
        if (bounds is not null)
        {
            WriteArray(writer, "bbox", bounds, writer.WriteNumberValue);
        }
        writer.WriteStartObject("covering");
        writer.WriteStartObject("bbox");
        foreach (string side in (string[])["xmin", "ymin", "xmax", "ymax"])
        {
            WriteArray(writer, side, ["bbox", side], writer.WriteStringValue);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, T[] items, Action<T> write)
    {
        writer.WriteStartArray(name);
        Array.ForEach(items, write);
        writer.WriteEndArray();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
