using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Data.Results;

/// <summary>
/// JSON has no NaN: an optional number that is not finite becomes null. A raster's nodata value may be NaN, which marks
/// the same pixels as no nodata value at all.
/// </summary>
internal sealed class FiniteOrNullConverter : JsonConverter<double?>
{
    /// <inheritdoc/>
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null
        : reader.TokenType == JsonTokenType.Number ? reader.GetDouble()
        : throw new JsonException("a number or null is needed");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
