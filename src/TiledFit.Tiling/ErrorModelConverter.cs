using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Tiling;

/// <summary>An <see cref="ErrorModel"/> as its word.</summary>
public sealed class ErrorModelConverter : JsonConverter<ErrorModel>
{
    /// <inheritdoc/>
    public override ErrorModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ErrorModel.TryParse(reader.GetString() ?? "", out ErrorModel model)
            ? model
            : throw new JsonException("is no model of errors");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ErrorModel value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
