using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>Where a form leads after success, and the message shown there.</summary>
internal sealed record FormOutcome(string To, string? Flash = null);

/// <summary>
/// Handles a submitted form. On success the browser is redirected; on a refusal the page is shown
/// again.
/// </summary>
internal sealed class Forms(IHttpContextAccessor accessor, Zone zone)
{
    private HttpContext Context =>
        accessor.HttpContext
        ?? throw new InvalidOperationException("Forms are handled in a request.");

    /// <param name="name">The form's name on its page, where a refusal is shown.</param>
    /// <param name="act">
    /// Throws <see cref="ApiException"/> if it is refused. Users without the right get a page that
    /// says so, with their input.
    /// </param>
    /// <param name="again">Shows the form's page again.</param>
    public async Task<IResult> SubmitAsync(
        string name,
        Func<FormReader, Task<FormOutcome>> act,
        Func<Refusal, Task<IResult>> again
    )
    {
        var typed = await Context.Request.ReadFormAsync(Context.RequestAborted);
        try
        {
            var done = await act(new(typed, zone));
            if (done.Flash is not null)
            {
                Flash.Put(Context, done.Flash);
            }

            return new SeeOther(done.To);
        }
        catch (ApiException refused) when (refused.Problem.Status is not (401 or 403))
        {
            return await again(new(name, typed, refused.Problem));
        }
    }

    /// <summary>
    /// For forms that respond with a page, for example with a secret that is shown once.
    /// </summary>
    public async Task<IResult> ShowAsync(
        string name,
        Func<FormReader, Task<IResult>> act,
        Func<Refusal, Task<IResult>> again
    )
    {
        var typed = await Context.Request.ReadFormAsync(Context.RequestAborted);
        try
        {
            return await act(new(typed, zone));
        }
        catch (ApiException refused) when (refused.Problem.Status is not (401 or 403))
        {
            return await again(new(name, typed, refused.Problem));
        }
    }
}

/// <summary>
/// 303: redirects after a form, so that a reload does not submit the form again.
/// </summary>
internal sealed class SeeOther(string to) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = to;
        return Task.CompletedTask;
    }
}
