using System.Text.Json;
using System.Text.Json.Serialization;
using TiledFit.Core;
using TiledFit.Core.Model;

namespace TiledFit.Data.Results;

/// <summary>Manifest and metadata as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(FiniteOrNullConverter)])]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(Background))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>The one layout that is written and read.</summary>
    public const int FormatVersion = 1;

    /// <summary>Without line breaks, for the metadata of a table.</summary>
    public static ManifestJson Compact => new(new JsonSerializerOptions(Default.Options) { WriteIndented = false });

    /// <exception cref="InputException">Not JSON, incomplete, or of another version of the layout.</exception>
    public static Manifest Read(string path)
    {
        using Stream stream = InputFile.OpenRead(path);
        try
        {
            Manifest manifest = JsonSerializer.Deserialize(stream, Default.Manifest)
                ?? throw new InputException($"{path} is empty");
            return manifest.FormatVersion == FormatVersion
                ? manifest
                : throw new InputException(
                    $"{path} has format version {manifest.FormatVersion}; this program reads {FormatVersion}");
        }
        catch (JsonException e)
        {
            throw new InputException($"{path} is not a manifest: {e.Message}", e);
        }
    }
}
