using Microsoft.AspNetCore.Antiforgery;

namespace Pir.Gateway.Features;

/// <summary>A posted form of one of the account pages.</summary>
internal sealed class PageForm(IFormCollection form)
{
    /// <summary>The error for a form that has expired or is not from our pages.</summary>
    public const string Stale = "This page has expired. Please try again.";

    /// <summary>A field's value, empty if it is missing, cut to 2,000 characters.</summary>
    public string this[string field] =>
        form[field].ToString() is { Length: <= 2000 } value ? value : "";

    /// <summary>A field filled by a script, up to 20,000 characters.</summary>
    public string Long(string field) =>
        form[field].ToString() is { Length: <= 20_000 } value ? value : "";

    /// <summary>The form, or null if its antiforgery token is missing or does not match.</summary>
    public static async Task<PageForm?> ReadAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (!http.Request.HasFormContentType)
        {
            return null;
        }

        // Before the check, which would not report what is wrong with an unreadable form.
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await antiforgery.IsRequestValidAsync(http) ? new(form) : null;
    }
}
