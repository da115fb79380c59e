using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>A form on a page.</summary>
internal sealed record PageForm(string Action, IReadOnlyList<(string Name, string Value)> Fields);

/// <summary>Crawls the pages from the first one and finds their forms.</summary>
internal sealed class PageForms(HttpClient browser)
{
    private const int MostPages = 80;
    private const int MostOfAKind = 3;

    // They end the session of the run, or its rights.
    private static readonly string[] LeftOut =
    [
        "/sign-out",
        "/sign-out-everywhere",
        "/password",
        "/end",
        "/disable",
        "/sample-data",
        "/sample-data/remove",
    ];

    private readonly HtmlParser _parser = new();

    public List<string> Pages { get; } = [];

    public async Task<IReadOnlyList<PageForm>> FindAsync()
    {
        var forms = new List<PageForm>();
        var waiting = new Queue<string>(["/", "/account", "/people", "/teams", "/tokens"]);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var path) && Pages.Count < MostPages)
        {
            if (!IsNew(path, seen))
            {
                continue;
            }

            using var answer = await browser.GetAsync(path);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                continue;
            }

            Pages.Add(path);
            using var page = _parser.ParseDocument(await answer.Content.ReadAsStringAsync());
            forms.AddRange(FormsOf(page, path));
            foreach (var link in page.QuerySelectorAll("a[href^='/']"))
            {
                waiting.Enqueue(link.GetAttribute("href")!.Split('#')[0]);
            }
        }

        return [.. forms.DistinctBy(f => (Shape(f.Action), f.Fields.Count))];
    }

    // One incident's page has the forms of all.
    private static bool IsNew(string path, Dictionary<string, int> seen)
    {
        var shape = Shape(path);
        seen[shape] = seen.GetValueOrDefault(shape) + 1;
        return seen[shape] <= MostOfAKind
            && !path.StartsWith("/docs", StringComparison.Ordinal)
            && !path.StartsWith("/api", StringComparison.Ordinal)
            && !path.StartsWith("/styleguide", StringComparison.Ordinal);
    }

    private static string Shape(string path) =>
        string.Join(
            '/',
            path.Split('?')[0].Split('/').Select(w => w.Any(char.IsAsciiDigit) ? "{id}" : w)
        );

    private static IEnumerable<PageForm> FormsOf(IDocument page, string path) =>
        page.QuerySelectorAll("form[method='post' i]")
            .Select(form => new PageForm(
                form.GetAttribute("action") is { Length: > 0 } action ? action : path,
                [
                    .. form.QuerySelectorAll("input[name], select[name], textarea[name]")
                        .Select(Field),
                ]
            ))
            .Where(form =>
                !Array.Exists(LeftOut, l => form.Action.EndsWith(l, StringComparison.Ordinal))
            );

    private static (string, string) Field(IElement field) =>
        (
            field.GetAttribute("name")!,
            field switch
            {
                IHtmlTextAreaElement text => text.TextContent,
                IHtmlSelectElement select => select
                    .QuerySelector("option:not([value=''])")
                    ?.GetAttribute("value")
                    ?? "",
                _ => field.GetAttribute("value") ?? "",
            }
        );
}
