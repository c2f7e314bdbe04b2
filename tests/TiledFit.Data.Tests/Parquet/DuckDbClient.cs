using System.Text.Json;

namespace TiledFit.Data.Tests.Parquet;

/// <summary>A DuckDB in memory, from npm.</summary>
internal static class DuckDbClient
{
    private static readonly NodeClient Client = new("duckdb");

    /// <summary>The rows of each statement.</summary>
    public static JsonElement[][] Query(params string[] statements) =>
    [
        .. Client.RunScript("query.mjs", statements).TrimEnd().Split('\n').Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.EnumerateArray().Select(row => row.Clone()).ToArray();
        }),
    ];
}
