using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Tiling.Jobs;

/// <summary>The states of jobs and regions, and their messages, as UTF-8 JSON; numbers come back bit for bit.</summary>
public static class JobStateFormat
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a value.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidDataException">The text is not what <see cref="Write"/> wrote.</exception>
    public static T Read<T>(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options)
                ?? throw new InvalidDataException($"a stored {typeof(T).Name} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"a stored {typeof(T).Name} cannot be read: {e.Message}", e);
        }
    }
}
