using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Http;

/// <summary>What the OpenAPI document says besides the routes, and how JSON is written.</summary>
internal static class ApiDocument
{
    public static void Configure(JsonSerializerOptions json)
    {
        json.TypeInfoResolverChain.Insert(0, JobJson.Default);
        json.NumberHandling = JsonNumberHandling.Strict;
    }

    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "TiledFit",
            Version = "v1",
            Description = "Fits sums of Gaussians to rasters, as jobs. Errors are problem details (RFC 9457).",
        };
        return Task.CompletedTask;
    });
}
