using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>
/// The content of a form that could not be processed, so that the error page can return it.
/// </summary>
/// <param name="To">The form's address.</param>
/// <param name="MaySendAgain">
/// True if the form came from one of our pages. A forged form is shown without a button.
/// </param>
internal sealed record UnsavedForm(
    string To,
    IReadOnlyList<(string Name, string Text)> Fields,
    bool MaySendAgain
)
{
    private const int WorthShowing = 12;
    private const long Largest = 1024 * 1024;
    private static readonly string[] Secrets = ["password", "secret", "token", "file"];

    /// <summary>The texts that somebody wrote, without choices.</summary>
    public IEnumerable<(string Name, string Text)> Written =>
        Fields.Where(f =>
            f.Text.Trim().Length >= WorthShowing
            && !Guid.TryParse(f.Text, out _)
            && !DateTime.TryParse(f.Text, out _)
        );

    /// <summary>
    /// The form of a signed-in reader's request; null if there is none or it can no longer be read.
    /// </summary>
    public static async Task<UnsavedForm?> OfAsync(HttpContext http)
    {
        var request = http.Request;
        if (
            !HttpMethods.IsPost(request.Method)
            || !request.HasFormContentType
            || request.ContentLength is null or > Largest
            || http.User.Identity?.IsAuthenticated != true
        )
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(http.RequestAborted);
            var fields = form.SelectMany(f => f.Value.Select(v => (f.Key, v ?? "")))
                .Where(f => IsTyped(f.Key) && !IsSecret(f.Key))
                .ToList();
            var isOurs = request.Headers["Sec-Fetch-Site"] == "same-origin";
            return fields.Count == 0
                ? null
                : new(request.Path + request.QueryString, fields, isOurs);
        }
        catch (Exception exception)
            when (exception is IOException or InvalidDataException or InvalidOperationException)
        {
            // Too large, incomplete or already read. The browser still has the text.
            return null;
        }
    }

    // None of our forms has a field without a name.
    private static bool IsTyped(string name) =>
        name.Length > 0 && !name.StartsWith("__", StringComparison.Ordinal);

    private static bool IsSecret(string name) =>
        Array.Exists(Secrets, s => name.Contains(s, StringComparison.OrdinalIgnoreCase));
}
