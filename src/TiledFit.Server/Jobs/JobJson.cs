using System.Text.Json.Serialization;
using TiledFit.Data.Results;

namespace TiledFit.Server.Jobs;

/// <summary>What goes between client and server as JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JobDescription))]
[JsonSerializable(typeof(JobStatus))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<ManifestFile>))]
[JsonSerializable(typeof(IReadOnlyList<TileRow>))]
public sealed partial class JobJson : JsonSerializerContext;
