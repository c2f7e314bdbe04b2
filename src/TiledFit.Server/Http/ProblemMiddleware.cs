using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TiledFit.Core;
using TiledFit.Server.Jobs;

namespace TiledFit.Server.Http;

/// <summary>
/// Whatever goes wrong, the client gets a problem document: exceptions, and responses that have only a status. No
/// client sees an exception of the server's own.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false })
            {
                await WriteAsync(context, context.Response.StatusCode, DetailOf(context.Response));
            }
        }
        catch (OperationCanceledException)
            when (context.RequestAborted.IsCancellationRequested || context.Response.HasStarted)
        {
            // The client has left, or the server stops in the midst of a stream.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            (int status, string? detail) = Explain(e);
            if (status >= 500 && e is not JobRefusedException)
            {
                logger.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            }

            await WriteAsync(context, status, detail);
        }
    }

    private static (int Status, string? Detail) Explain(Exception exception) => exception switch
    {
        JobRefusedException e => (StatusOf(e.Refusal), e.Message),
        InputException e => (StatusCodes.Status400BadRequest, e.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (StatusCodes.Status413PayloadTooLarge, $"the body is longer than {JobServer.LargestBody >> 10} KiB"),
        BadHttpRequestException e => (e.StatusCode, null),
        _ => (StatusCodes.Status500InternalServerError, null),
    };

    private static string? DetailOf(HttpResponse response) => response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => "a value in the query is not of its type",
        StatusCodes.Status416RangeNotSatisfiable =>
            $"the range lies beyond the file: {response.Headers.ContentRange}, of which the last number is its length",
        _ => null,
    };

    private static int StatusOf(JobRefusal refusal) => refusal switch
    {
        JobRefusal.Unknown => StatusCodes.Status404NotFound,
        JobRefusal.Conflict => StatusCodes.Status409Conflict,
        JobRefusal.Gone => StatusCodes.Status410Gone,
        JobRefusal.KeyReused => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static Task WriteAsync(HttpContext context, int status, string? detail)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "60";
        }

        // What is refused of a file has the headers of one without content.
        context.Response.ContentLength = null;
        return Problem.Of(status, detail).ExecuteAsync(context);
    }
}
