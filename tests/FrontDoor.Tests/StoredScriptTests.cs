using AngleSharp.Html.Dom;
using Pir.FrontDoor.Tests.Pages;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// Markup and scripts typed into every text field of every form stay text on every page. Forms are
/// found on the pages, so that none is forgotten. Browser.Tests looks at pages that scripts change.
/// </summary>
public sealed class StoredScriptTests(FilledProduct filled) : IClassFixture<FilledProduct>
{
    private const string Attack =
        "\"><img src=x onerror=window.ran=1><script>window.ran=1</script>"
        + "<svg onload=window.ran=1> {{7*7}} ${7*7} '+window.ran+'"
        + " [click](javascript:window.ran=1) ![x](javascript:window.ran=1)"
        + " <javascript:window.ran=1> <details open ontoggle=window.ran=1>";

    private const string Short = "<img src=x onerror=ran=1>";

    // As a browser sends them; the second tries what the first's addresses are refused for.
    private static readonly Typed[] Attacks =
    [
        new(
            Attack,
            Short,
            "https://example.org/?\"><img src=x onerror=window.ran=1>",
            "\"<img src=x onerror=window.ran=1>\"@example.org"
        ),
        new(
            "</textarea></script><img src=x onerror=window.ran=1>",
            Short,
            "javascript:window.ran=1",
            "ada+<script>window.ran=1</script>@example.org"
        ),
    ];

    // They end the session that attacks.
    private static readonly string[] Exits = ["sign-out", "sessions", "password"];

    [Fact]
    public async Task Scripts_in_any_field_of_any_form_stay_text()
    {
        var sent = new List<SentForm>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in filled.Paths)
        {
            sent.AddRange(await AttackAsync(path, known));
        }

        sent.Where(s => s.Status >= 500).ShouldBeEmpty();
        sent.SelectMany(s => s.Betrayals.Select(b => $"{s.Action}: {b}")).ShouldBeEmpty();
        sent.Where(s => s.IsAccepted)
            .Select(s => s.Action.Split('/')[1])
            .Distinct()
            .Count()
            .ShouldBeGreaterThan(4, "the attack was stored in most places");
        var stored = sent.Where(s => s.Status == 200).Select(s => s.Path);
        foreach (var path in filled.Paths.Concat(stored).Distinct())
        {
            await LookAtAsync(path);
            await LookAtAsync($"{path.Split('?')[0]}?q={Escaped}&status={Escaped}");
        }
    }

    private static string Escaped => Uri.EscapeDataString(Attack);

    /// <param name="known">
    /// Where forms of the pages before lead to: a form that stands on several pages is attacked
    /// once.
    /// </param>
    private async Task<List<SentForm>> AttackAsync(string path, HashSet<string> known)
    {
        var sent = new List<SentForm>();
        var first = await FormsAsync();
        var isNew = first.Select(f => known.Add(HtmlBrowser.ActionOf(f))).ToArray();
        foreach (var attack in Attacks)
        {
            for (var index = 0; index < first.Length; index++)
            {
                var forms = isNew[index] ? await FormsAsync() : [];
                if (index < forms.Length && IsWorthIt(forms[index]))
                {
                    sent.Add(await filled.Browser.SendAsync(forms[index], attack));
                }
            }
        }

        return sent;

        async Task<IHtmlFormElement[]> FormsAsync() =>
            HtmlBrowser.FormsOf(await filled.Browser.OpenAsync(path));
    }

    private static bool IsWorthIt(IHtmlFormElement form) =>
        !Array.Exists(Exits, HtmlBrowser.ActionOf(form).Contains)
        && form.Elements.OfType<IHtmlElement>().Any(Typed.IsText);

    private async Task LookAtAsync(string path)
    {
        using var page = await filled.Browser.OpenAsync(path);
        HtmlBrowser.BetrayalsOf(page).ShouldBeEmpty(path);
    }
}
