using System.Text.Json;
using System.Text.Json.Serialization;
using TiledFit.Tiling;

namespace TiledFit.Server.Jobs;

/// <summary>A <see cref="BackgroundModel"/> as its word.</summary>
internal sealed class BackgroundWordConverter : JsonConverter<BackgroundModel>
{
    /// <inheritdoc/>
    public override BackgroundModel Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && BackgroundModel.TryParse(reader.GetString()!, out BackgroundModel model)
            ? model
            : throw new JsonException("is no background");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BackgroundModel value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
