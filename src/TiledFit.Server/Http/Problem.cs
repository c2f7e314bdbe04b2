using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace TiledFit.Server.Http;

/// <summary>Errors as problem details (RFC 9457).</summary>
internal static class Problem
{
    /// <summary>A problem.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="detail">One line for the client, or null where the code says it all.</param>
    /// <param name="errors">What is wrong, by member of the description; null for nothing.</param>
    public static ProblemHttpResult Of(
        int status, string? detail, IReadOnlyDictionary<string, string[]>? errors = null) => TypedResults.Problem(
        detail,
        statusCode: status,
        title: ReasonPhrases.GetReasonPhrase(status),
        extensions: errors is null ? null : new Dictionary<string, object?> { ["errors"] = errors });
}
