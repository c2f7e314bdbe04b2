using System.Text.Json.Serialization;

namespace TiledFit.Data.Rasters.Isolation;

/// <summary>Requests and descriptions as JSON; numbers come back bit for bit.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(OpenRequest))]
[JsonSerializable(typeof(RasterInfo))]
internal sealed partial class IsolationJson : JsonSerializerContext;
