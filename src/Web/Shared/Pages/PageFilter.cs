using System.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// Around every page: forms carry their token, refusals and bugs become pages in words.
/// </summary>
internal sealed partial class PageFilter(IAntiforgery antiforgery, ILogger<PageFilter> logger)
    : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        try
        {
            if (!HttpMethods.IsGet(http.Request.Method))
            {
                if (http.Request.HasFormContentType)
                {
                    // The check below would not say what is wrong with a form that cannot be read.
                    await http.Request.ReadFormAsync(http.RequestAborted);
                }

                await antiforgery.ValidateRequestAsync(http);
            }

            if (PageAccess.Of(http) is { } scope && !Viewer.Can(http.User, scope))
            {
                await ShowAsync(http, Failure.Forbidden);
                return Results.Empty;
            }

            // Executed here, so that a page that fails to render is caught as well.
            if (await next(context) is IResult result)
            {
                await result.ExecuteAsync(http);
            }
        }
        catch (BadHttpRequestException unreadable) when (!http.Response.HasStarted)
        {
            await ShowAsync(http, Failure.Unreadable(unreadable.StatusCode));
        }
        catch (AntiforgeryValidationException)
        {
            await ShowAsync(http, Failure.Expired);
        }
        catch (ApiException refused) when (!http.Response.HasStarted)
        {
            await ShowAsync(http, Failure.Of(refused.Problem));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader left.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            Log.PageFailed(logger, exception, http.Request.Path);
            await ShowAsync(
                http,
                Failure.Broken(Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier)
            );
        }

        return Results.Empty;
    }

    private static Task ShowAsync(HttpContext http, Failure failure)
    {
        if (failure.Status == 401)
        {
            var here = HttpMethods.IsGet(http.Request.Method)
                ? http.Request.Path + http.Request.QueryString
                : "/";
            return new SeeOther($"/sign-in?returnUrl={Uri.EscapeDataString(here)}").ExecuteAsync(
                http
            );
        }

        http.Response.Clear();
        return ExplainAsync(http, failure);
    }

    /// <summary>
    /// Answers with the failure in words, and with what the request's form carried.
    /// </summary>
    internal static async Task ExplainAsync(HttpContext http, Failure failure)
    {
        if (failure.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        http.Items[typeof(UnsavedForm)] = await UnsavedForm.OfAsync(http);
        // The renderer of a page that failed is still in the middle of it.
        var services = http.RequestServices;
        await using var own = services.CreateAsyncScope();
        http.RequestServices = own.ServiceProvider;
        try
        {
            var page = Page.Show<FailurePage, Failure>(failure, status: failure.Status);
            await page.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The page {Path} failed")]
        public static partial void PageFailed(ILogger logger, Exception exception, string path);
    }
}

/// <summary>What went wrong with a page, in words.</summary>
/// <param name="Reference">What to tell an operator, where it helps.</param>
public sealed record Failure(int Status, string Title, string Text, string? Reference = null)
{
    internal static Failure Expired { get; } =
        new(400, "This form has expired", "Nothing was saved yet. Send it again.");

    /// <summary>The request itself could not be read.</summary>
    internal static Failure Unreadable(int status) =>
        status == StatusCodes.Status413PayloadTooLarge
            ? OfStatus(status)
            : new(
                status,
                "We could not read this",
                "It came cut short or damaged, or holds characters that nothing "
                    + "can keep. Nothing was saved; your browser's Back button still has "
                    + "what you typed. Try again."
            );

    internal static Failure Broken(string reference) =>
        new(
            500,
            "Something broke on our side",
            "Nothing you did is at fault. Try again; if it stays, tell your administrator.",
            reference
        );

    internal static Failure Of(ApiProblem problem) =>
        problem.Status switch
        {
            401 => new(401, "Signed out", ""),
            403 => Forbidden,
            404 => NotFound,
            503 => new(503, "Not reachable right now", problem.Sentence),
            >= 500 => new(problem.Status, "A service could not answer", problem.Sentence),
            _ => new(problem.Status, "That did not work", problem.Sentence),
        };

    internal static Failure Forbidden { get; } =
        new(403, "Not for you", "Your role does not allow this. An administrator can change it.");

    internal static Failure NotFound { get; } =
        new(404, "There is nothing here", "The address is wrong, or what was here is gone.");

    internal static Failure OfStatus(int status) =>
        status switch
        {
            400 => Expired,
            403 => Forbidden,
            404 => NotFound,
            413 => new(
                413,
                "Too much at once",
                "What you sent is larger than the server takes. Nothing was saved; your browser's Back button still has it."
            ),
            429 => new(429, "Too many requests", "Wait a moment and try again."),
            >= 500 => new(
                status,
                "Something broke on our side",
                "Try again; if it stays, tell your administrator."
            ),
            _ => new(
                status,
                "That did not work",
                "The server could not do anything with this request."
            ),
        };
}
