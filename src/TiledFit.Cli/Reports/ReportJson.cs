using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TiledFit.Data.Storage;
using TiledFit.Engine.Comparison;

namespace TiledFit.Cli.Reports;

/// <summary>Reports as JSON: one line, numbers that read back bit by bit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FitReport))]
[JsonSerializable(typeof(RasterReport))]
[JsonSerializable(typeof(MatchReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Writes a report to a file and to a stream, where asked.</summary>
    /// <param name="report">What.</param>
    /// <param name="type">Its type in this context.</param>
    /// <param name="file">A file, or null.</param>
    /// <param name="line">Gets one line, or null.</param>
    public static void Write<T>(T report, JsonTypeInfo<T> type, string? file, TextWriter? line)
    {
        string json = JsonSerializer.Serialize(report, type);
        if (file is not null)
        {
            FileStore.WriteText(file, json + "\n");
        }

        line?.WriteLine(json);
    }
}
