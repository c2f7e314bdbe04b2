using System.Text.Json;
using System.Text.Json.Serialization;

namespace TiledFit.Server.Jobs;

/// <summary>Enumerations as words such as "queued"; numbers are refused.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, false)
    where T : struct, Enum;
