using System.Text.Json;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>Runs the scripts of tests/clients/hyparquet: Parquet with the code of another maker.</summary>
internal static class HyparquetClient
{
    private static readonly NodeClient Client = new("hyparquet");

    /// <summary>The file as JSON.</summary>
    public static JsonElement Read(string path)
    {
        using var json = JsonDocument.Parse(Client.RunScript("read.mjs", path));
        return json.RootElement.Clone();
    }

    /// <summary>Fills a directory with one file for each encoding.</summary>
    public static void Write(string directory) => Client.RunScript("write.mjs", directory);
}
