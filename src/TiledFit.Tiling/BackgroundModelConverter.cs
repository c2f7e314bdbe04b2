using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Tiling;

/// <summary>A <see cref="BackgroundModel"/> as the number of its form; a mesh as its word.</summary>
public sealed class BackgroundModelConverter : JsonConverter<BackgroundModel>
{
    /// <inheritdoc/>
    public override BackgroundModel Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt32(out int number) && Enum.IsDefined((BackgroundChoice)number)
                ? (BackgroundChoice)number
                : throw new JsonException("is no background");
        }

        return reader.TokenType == JsonTokenType.String
            && BackgroundModel.TryParse(reader.GetString()!, out BackgroundModel model)
                ? model
                : throw new JsonException("is no background");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BackgroundModel value, JsonSerializerOptions options)
    {
        if (value.Choice == BackgroundChoice.Mesh)
        {
            writer.WriteStringValue(value.ToString());
        }
        else
        {
            writer.WriteNumberValue((int)value.Choice);
        }
    }
}
