using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// Markup and scripts typed into every text field of every form stay text on every page. Forms are
/// found on the pages, so that none is forgotten.
/// </summary>
public sealed class StoredScriptTests
{
    private const string Attack =
        "\"><img src=x onerror=window.ran=1><script>window.ran=1</script><svg "
        + "onload=window.ran=1> {{7*7}} ${7*7} '+window.ran+'"
        + " [click](javascript:window.ran=1) ![x](javascript:window.ran=1) "
        + "<javascript:window.ran=1> <details open ontoggle=window.ran=1>";

    // As a browser sends them; the second tries what the first's addresses are refused for.
    private static readonly object[] Attacks =
    [
        new
        {
            text = Attack,
            url = "https://example.org/?\"><img src=x onerror=window.ran=1>",
            email = "\"<img src=x onerror=window.ran=1>\"@example.org",
        },
        new
        {
            text = "</textarea></script><img src=x onerror=window.ran=1>",
            url = "javascript:window.ran=1",
            email = "ada+<script>window.ran=1</script>@example.org",
        },
    ];

    // They end the session that attacks.
    private static readonly string[] Exits = ["sign-out", "sessions", "password"];

    [Fact]
    public async Task Scripts_in_any_field_of_any_form_stay_text()
    {
        await using var product = await Product.StartEmptyAsync();
        await product.SetUpAsync();
        var pages = (await product.SampleAsync()).Pages.Values.ToHashSet();
        await using var ada = await product.SomebodyAsync();
        var forms = await PageForms.OnAsync(ada);
        var (answers, known) = (new List<FormAnswer>(), new HashSet<string>());
        foreach (var page in pages.ToList())
        {
            answers.AddRange(await AttackAsync(forms, page, known));
        }

        answers.Where(a => a.Status >= 500).ShouldBeEmpty();
        answers.SelectMany(a => a.Betrayed.Select(b => $"{a.Action}: {b}")).ShouldBeEmpty();
        answers
            .Where(a => a.IsAccepted)
            .Select(a => a.Action.Split('/')[1])
            .Distinct()
            .Count()
            .ShouldBeGreaterThan(4, "the attack was stored in most places");
        pages.UnionWith(answers.Where(a => a.Status == 200).Select(a => a.Path));
        await LookAsync(ada, pages);
    }

    /// <param name="known">
    /// Where forms of the pages before lead to: a form that stands on several pages is attacked
    /// once.
    /// </param>
    private static async Task<List<FormAnswer>> AttackAsync(
        PageForms forms,
        string page,
        HashSet<string> known
    )
    {
        var answers = new List<FormAnswer>();
        var found = await forms.OfAsync(page);
        var isNew = found.Select(f => !known.Contains(f.Action)).ToArray();
        known.UnionWith(found.Select(f => f.Action));
        foreach (var attack in Attacks)
        {
            for (var index = 0; index < found.Length; index++)
            {
                if (
                    isNew[index]
                    && found[index].Texts > 0
                    && !Array.Exists(Exits, found[index].Action.Contains)
                    && await forms.SendAsync(page, index, attack) is { } answer
                )
                {
                    answers.Add(answer);
                }
            }
        }

        return answers;
    }

    private static async Task LookAsync(Reader ada, IEnumerable<string> pages)
    {
        var found = new List<string>();
        ada.Page.Dialog += async (_, dialog) =>
        {
            found.Add($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        foreach (var page in pages)
        {
            await ada.OpensAsync(page);
            await LookAtAsync(ada, page, found);
        }

        await PageForms.OnAsync(ada);
        foreach (var page in pages.Select(p => p.Split('?')[0]).Distinct())
        {
            var asked =
                $"{page}?q={Uri.EscapeDataString(Attack)}&status={Uri.EscapeDataString(Attack)}";
            found.AddRange(
                await ada.Page.EvaluateAsync<string[]>(
                    "async p => betrayals(new DOMParser().parseFromString(await (await "
                        + "fetch(p)).text(), 'text/html'))",
                    asked
                )
            );
        }

        found.ShouldBeEmpty();
        ada.Complaints.ShouldBeEmpty();
    }

    private static async Task LookAtAsync(Reader ada, string page, List<string> found)
    {
        if (await ada.Page.EvaluateAsync<bool>("'ran' in window"))
        {
            found.Add($"{page}: a script ran");
        }

        var betrayed = await ada.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll(\"main script, main style, img[src='x'], "
                + "[href^='javascript:' i], [onerror], [onload], [ontoggle]\")].map(e => "
                + "e.outerHTML)"
        );
        found.AddRange(betrayed.Select(b => $"{page}: {b}"));
    }
}
