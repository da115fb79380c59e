using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Pir.FrontDoor.Tests.Pages;

/// <summary>
/// Reads pages and sends their forms as a browser does, without running a script: for what is to
/// be said of every page and every form.
/// </summary>
/// <param name="client">With the cookies of who is signed in; follows no redirect.</param>
internal sealed class HtmlBrowser(HttpClient client) : IDisposable
{
    private const string TokenField = "__RequestVerificationToken";

    // What a page of ours never holds by itself. Text that became markup does.
    private const string Suspicious =
        "[style], style, main script, script:not([src]), img[src='x'], [href^='javascript:' i], "
        + "[src^='javascript:' i], iframe, object, embed";

    private readonly IBrowsingContext _context = BrowsingContext.New(Configuration.Default);

    public async Task<IDocument> OpenAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        return await ReadAsync(answer, path);
    }

    /// <summary>The forms of a page that post.</summary>
    public static IHtmlFormElement[] FormsOf(IDocument page) =>
        [
            .. page
                .Forms.OfType<IHtmlFormElement>()
                .Where(f => f.Method.Equals("post", StringComparison.OrdinalIgnoreCase)),
        ];

    /// <summary>Path that a form is sent to.</summary>
    public static string ActionOf(IHtmlFormElement form) => new Uri(form.Action).AbsolutePath;

    /// <summary>The form's antiforgery token; null where it has none.</summary>
    public static string? TokenOf(IHtmlFormElement form) =>
        form.Elements.OfType<IHtmlInputElement>().FirstOrDefault(i => i.Name == TokenField)?.Value;

    /// <summary>Elements of a page that were text once, as HTML.</summary>
    public static IReadOnlyList<string> BetrayalsOf(IDocument page) =>
        [
            .. page
                .All.Where(e =>
                    e.Matches(Suspicious)
                    || e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))
                )
                .Select(e => e.OuterHtml.Length > 300 ? e.OuterHtml[..300] : e.OuterHtml),
        ];

    /// <summary>Sends a form with its current content.</summary>
    /// <param name="typed">Input for its text fields; null leaves them unchanged.</param>
    /// <param name="token">
    /// Replaces the form's antiforgery token; empty removes it, null keeps it.
    /// </param>
    public async Task<SentForm> SendAsync(
        IHtmlFormElement form,
        Typed? typed = null,
        string? token = null
    )
    {
        Fill(form, typed, token);
        form.NoValidate = true; // What the browser would refuse, somebody else sends.
        var button = form.QuerySelector<IHtmlElement>("button[name]");
        var submission =
            (button is null ? form.GetSubmission() : form.GetSubmission(button))
            ?? throw new InvalidOperationException($"The form to {form.Action} cannot be sent.");
        using var body = new StreamContent(submission.Body);
        body.Headers.TryAddWithoutValidation("Content-Type", submission.MimeType);
        using var answer = await client.PostAsync(new Uri(form.Action).PathAndQuery, body);
        if (answer.Headers.Location is not { } next)
        {
            return await SentAsync(form, answer, ActionOf(form), isAccepted: false);
        }

        var path = new Uri(client.BaseAddress!, next).PathAndQuery;
        using var led = await client.GetAsync(path);
        return await SentAsync(form, led, path, isAccepted: true);
    }

    public void Dispose() => _context.Dispose();

    private async Task<SentForm> SentAsync(
        IHtmlFormElement form,
        HttpResponseMessage answer,
        string path,
        bool isAccepted
    )
    {
        using var page = await ReadAsync(answer, path);
        return new(ActionOf(form), (int)answer.StatusCode, path, isAccepted, BetrayalsOf(page));
    }

    private async Task<IDocument> ReadAsync(HttpResponseMessage answer, string path)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return await _context.OpenAsync(page =>
            page.Content(html).Address(new Uri(client.BaseAddress!, path))
        );
    }

    private static void Fill(IHtmlFormElement form, Typed? typed, string? token)
    {
        foreach (var field in form.Elements.OfType<IHtmlElement>().ToList())
        {
            if (typed is not null && Typed.IsText(field))
            {
                typed.Into(field);
            }
            else if (field is IHtmlSelectElement { Value: null or "" } select)
            {
                select.Value = select.Options is { Length: > 0 } all ? all[^1].Value : null;
            }
            else if (field is IHtmlInputElement { Type: "number", Value.Length: 0 } number)
            {
                number.Value = number.Minimum ?? "1";
            }
            else if (field is IHtmlInputElement { Name: TokenField } hidden && token is not null)
            {
                hidden.Value = token;
                if (token.Length == 0)
                {
                    hidden.Remove();
                }
            }
        }
    }
}
