using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TiledFit.Server.Http;

/// <summary>What RFC 9110 says of entity tags and ranges, as far as ASP.NET's file results do not.</summary>
internal static class FileConditions
{
    private const string Unit = "bytes";

    /// <summary>The tag of a file: files are written once, so its length and time tell it from another.</summary>
    public static EntityTagHeaderValue TagOf(FileInfo file) => new(string.Create(
        CultureInfo.InvariantCulture, $"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\""));

    /// <summary>
    /// Whether a request's range counts (RFC 9110, sections 13.1.5 and 14.2): of GET only, in bytes, and after no
    /// If-Range that is neither tag nor date, which nothing can match.
    /// </summary>
    public static bool AllowRange(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out RangeHeaderValue? range)
        && range.Unit.Equals(Unit, StringComparison.OrdinalIgnoreCase)
        && (request.Headers.IfRange.Count == 0
            || RangeConditionHeaderValue.TryParse(request.Headers.IfRange.ToString(), out _));
}
