using System.Text.Json;

namespace Pir.Browser.Tests.Drivers;

/// <summary>What came of sending a form.</summary>
/// <param name="Status">Of the page it led to.</param>
/// <param name="Path">Of the page it led to.</param>
/// <param name="Betrayed">Elements that text turned into, as HTML.</param>
public sealed record FormAnswer(
    string Action,
    int Status,
    string Path,
    bool IsAccepted,
    string[] Betrayed
);

/// <summary>
/// Finds the forms of pages and sends them, by fetch inside a signed-in page: with the browser's
/// cookies and its reading of HTML, and without leaving the page.
/// </summary>
/// <param name="reader">On any page of the product.</param>
internal sealed class PageForms(Reader reader)
{
    private const string Script = """
        () => {
          const parse = html => new DOMParser().parseFromString(html, "text/html");
          const read = async path => parse(await (await fetch(path)).text());
          const forms = doc => [...doc.querySelectorAll("form")].filter(f => f.method === "post");
          const isText = f =>
            f.matches("textarea, input:not([type]), input[type=text], input[type=search], input[type=url], input[type=email], input[type=tel]") && !f.readOnly;
          const short = "<img src=x onerror=ran=1>";
          const textFor = (field, texts) => {
            if (field.type === "email") return texts.email;
            if (field.type === "url") return texts.url;
            return field.maxLength > 0 && field.maxLength < texts.text.length ? short.slice(0, field.maxLength) : texts.text;
          };
          // What a page never holds of itself; text that became markup does.
          window.betrayals = doc => [...doc.querySelectorAll("*")].filter(e =>
            e.matches("[style], style, main script, script:not([src]), img[src='x'], [href^='javascript:' i], [src^='javascript:' i], iframe, object, embed")
            || [...e.attributes].some(a => a.name.startsWith("on"))).map(e => e.outerHTML.slice(0, 300));
          window.formsOf = async path => forms(await read(path)).map(f => ({
            action: f.getAttribute("action") ?? path,
            texts: [...f.elements].filter(isText).length,
            hasToken: !!f.elements.namedItem("__RequestVerificationToken"),
          }));
          window.sendForm = async (path, index, texts, token) => {
            const form = forms(await read(path))[index];
            if (!form) return null;
            for (const field of form.elements) {
              if (isText(field) && texts) field.value = textFor(field, texts);
              if (field.tagName === "SELECT" && !field.value && field.options.length > 0) field.value = field.options[field.options.length - 1].value;
              if (field.type === "number" && field.required) field.value = field.value || field.min || 1;
            }
            const body = new FormData(form);
            const button = form.querySelector("button[name]");
            if (button) body.append(button.name, button.value);
            if (token !== null) body.delete("__RequestVerificationToken");
            if (token) body.append("__RequestVerificationToken", token);
            const isMultipart = form.enctype === "multipart/form-data";
            const action = new URL(form.getAttribute("action") ?? path, location.href);
            const answer = await fetch(action, { method: "POST", headers: { Accept: "text/html" }, body: isMultipart ? body : new URLSearchParams(body) });
            const doc = parse(await answer.text());
            return {
              action: action.pathname, status: answer.status, path: new URL(answer.url).pathname,
              isAccepted: answer.redirected, betrayed: window.betrayals(doc),
            };
          };
        }
        """;

    public sealed record Found(string Action, int Texts, bool HasToken);

    public static async Task<PageForms> OnAsync(Reader reader)
    {
        await reader.OpensAsync("/preferences");
        await reader.Page.EvaluateAsync(Script);
        return new(reader);
    }

    /// <summary>Forms a page posts.</summary>
    public async Task<Found[]> OfAsync(string path) =>
        Read<Found[]>(await reader.Page.EvaluateAsync<JsonElement>("p => formsOf(p)", path))!;

    /// <summary>Sends a form of a page as it stands there now.</summary>
    /// <param name="path">Of the page.</param>
    /// <param name="index">Among the page's forms.</param>
    /// <param name="texts">
    /// What to type into fields for text, e-mail and address; null leaves them as they are.
    /// </param>
    /// <param name="token">
    /// Replaces the form's antiforgery token; empty takes it away, null keeps it.
    /// </param>
    /// <returns>Null where the page has not that many forms any more.</returns>
    public async Task<FormAnswer?> SendAsync(
        string path,
        int index,
        object? texts = null,
        string? token = null
    ) =>
        Read<FormAnswer>(
            await reader.Page.EvaluateAsync<JsonElement>(
                "a => sendForm(a.path, a.index, a.texts, a.token)",
                new
                {
                    path,
                    index,
                    texts,
                    token,
                }
            )
        );

    private static T? Read<T>(JsonElement json) =>
        json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            ? default
            : json.Deserialize<T>(JsonSerializerOptions.Web);
}
