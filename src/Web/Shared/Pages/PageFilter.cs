using System.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// Wraps every page: checks the token of forms, and turns refusals and bugs into error pages.
/// </summary>
internal sealed partial class PageFilter(
    IAntiforgery antiforgery,
    TimeProvider clock,
    ILogger<PageFilter> logger
) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        LivePage.Begin(http, clock);
        try
        {
            if (!HttpMethods.IsGet(http.Request.Method))
            {
                if (http.Request.HasFormContentType)
                {
                    // The check below does not say why a form cannot be read.
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
            // The user left the page.
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

    /// <summary>Shows the failure, together with the form's content.</summary>
    internal static async Task ExplainAsync(HttpContext http, Failure failure)
    {
        if (failure.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "2";
        }

        http.Items[typeof(UnsavedForm)] = await UnsavedForm.OfAsync(http);
        // The renderer of the failed page is still busy with it.
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
        [LoggerMessage(Level = LogLevel.Error, Message = "Rendering the page {Path} failed")]
        public static partial void PageFailed(ILogger logger, Exception exception, string path);
    }
}

/// <summary>Describes to the reader what went wrong with a page.</summary>
/// <param name="Reference">A reference to give to an operator, if that helps.</param>
public sealed record Failure(int Status, string Title, string Text, string? Reference = null)
{
    private const string ServerProblem =
        "The problem is on the server. Try again. If this keeps happening, tell your "
        + "administrator.";

    internal static Failure Expired { get; } =
        new(400, "This form has expired", "Your changes are not saved yet. Send the form again.");

    /// <summary>The request itself could not be read.</summary>
    internal static Failure Unreadable(int status) =>
        status == StatusCodes.Status413PayloadTooLarge
            ? OfStatus(status)
            : new(
                status,
                "The form could not be read",
                "The form arrived incomplete or contains characters that cannot be stored. "
                    + "Nothing was saved. Use your browser's Back button to get back to "
                    + "your text, then try again."
            );

    internal static Failure Broken(string reference) =>
        new(500, "Something went wrong", ServerProblem, reference);

    internal static Failure Of(ApiProblem problem) =>
        problem.Status switch
        {
            401 => new(401, "Signed out", ""),
            403 => Forbidden,
            404 => NotFound with { Text = problem.Detail ?? NotFound.Text },
            503 => new(503, "Not reachable", problem.Sentence),
            >= 500 => new(problem.Status, "A service failed", problem.Sentence),
            _ => new(problem.Status, "That did not work", problem.Sentence),
        };

    internal static Failure Forbidden { get; } =
        new(
            403,
            "No access",
            "Your role does not allow this. An administrator can change your role."
        );

    internal static Failure NotFound { get; } =
        new(404, "Page not found", "The address is wrong, or the page was removed.");

    internal static Failure OfStatus(int status) =>
        status switch
        {
            400 => Expired,
            403 => Forbidden,
            404 => NotFound,
            413 => new(
                413,
                "Too large",
                "The form is larger than the server accepts. Nothing was saved. Use your "
                    + "browser's Back button to get back to your text."
            ),
            429 => new(429, "Too many requests", "Wait a moment and try again."),
            >= 500 => new(status, "Something went wrong", ServerProblem),
            _ => new(status, "That did not work", "The server could not process this request."),
        };
}
