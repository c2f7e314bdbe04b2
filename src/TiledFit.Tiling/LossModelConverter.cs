using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Tiling;

/// <summary>A <see cref="LossModel"/> as its word.</summary>
public sealed class LossModelConverter : JsonConverter<LossModel>
{
    /// <inheritdoc/>
    public override LossModel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LossModel.TryParse(reader.GetString() ?? "", out LossModel model)
            ? model
            : throw new JsonException("is no loss");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LossModel value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
