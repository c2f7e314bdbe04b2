using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TiledFit.Server.Http;

/// <summary>Reads a request's body as a JSON object, strictly.</summary>
internal static class JsonBody
{
    private const string MediaType = "application/json";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>What is wrong with the headers, or null.</summary>
    public static (int Status, string Detail)? ProblemWithHeaders(HttpRequest request)
    {
        bool isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        return isJson && !request.Headers.ContainsKey(HeaderNames.ContentEncoding)
            ? null
            : (StatusCodes.Status415UnsupportedMediaType, $"the body must be {MediaType} in UTF-8, not compressed");
    }

    /// <summary>Reads it; the document is the caller's to dispose.</summary>
    /// <exception cref="JsonException">It is not JSON, not an object, too deep, or names a member twice.</exception>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        try
        {
            var document = JsonDocument.Parse(StrictUtf8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length), Options);
            RequireObject(document.RootElement);
            return document;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half a surrogate pair in a name or string.
            throw new JsonException("the text is not Unicode", e);
        }
    }

    /// <summary>Strings are decoded when they are asked for: all of them here, so that a bad one is found.</summary>
    private static void RequireObject(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("it is not an object");
        }

        foreach (JsonProperty member in root.EnumerateObject())
        {
            _ = member.Name;
            _ = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
        }
    }
}
