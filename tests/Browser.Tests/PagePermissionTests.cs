using System.Net;
using System.Text.RegularExpressions;
using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auth;

namespace Pir.Browser.Tests;

/// <summary>
/// The permission matrix, cell by cell through the UI: each page and each form for somebody with
/// each role, and what the pages offer them.
/// </summary>
[Collection(CompanyCollection.Name)]
public sealed partial class PagePermissionTests(Company company)
{
    // Documents and live changes, for everybody who is signed in, and the sign-in pages, for
    // everybody.
    private static readonly string[] Others =
    [
        "/docs/api",
        "/live",
        "/invitation",
        "/new-password",
        "/setup",
        "/sign-in",
        "/sign-out",
    ];

    // Ends the caller's session, or loads sample data in the background.
    private static readonly string[] Loud =
    [
        "POST /account/sign-out-everywhere",
        "POST /sample-data/load",
    ];

    private static IEnumerable<PageRoute> Routes => PageRoutes.All.Where(r => !IsOther(r.Pattern));

    [Fact]
    public void Every_page_and_form_says_who_may_use_it()
    {
        Routes
            .Where(r => r.Access is null)
            .ShouldBeEmpty("map it with pages.For(Scopes.X) or pages.ForEverybody()");
        Routes
            .Select(r => r.Access!.Scope)
            .OfType<string>()
            .Except(Permissions.All.Select(p => p.Scope).OfType<string>())
            .ShouldBeEmpty("the matrix has no such scope");
    }

    [Fact]
    public async Task Each_page_opens_for_whom_the_matrix_says_and_refuses_the_others()
    {
        var wrong = new List<string>();
        foreach (var person in company.People)
        {
            foreach (var path in Pages())
            {
                using var answer = await person.OpenAsync(path);
                var text = await answer.Content.ReadAsStringAsync();
                var isAllowed = RouteOf(path).Allows(person.Role);
                var isRight = isAllowed
                    ? answer.StatusCode == HttpStatusCode.OK
                    : IsRefusal(answer.StatusCode, text);
                if (!isRight)
                {
                    wrong.Add($"{person.Role} {path}: {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_form_is_taken_from_whom_the_matrix_says_and_refused_from_the_others()
    {
        var wrong = new List<string>();
        foreach (var person in company.People)
        {
            foreach (var route in Routes.Where(r => r.Method != "GET"))
            {
                var isAllowed = route.Allows(person.Role);
                if (isAllowed && Loud.Contains(route.Address))
                {
                    continue;
                }

                using var request = new HttpRequestMessage(new(route.Method), route.ToPath());
                request.Content = new FormUrlEncodedContent([
                    new("__RequestVerificationToken", person.FormToken),
                ]);
                using var answer = await person.Client.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                var isRight = isAllowed
                    ? answer.StatusCode is not HttpStatusCode.Forbidden
                        && (int)answer.StatusCode < 500
                        && !text.Contains("This form has expired", StringComparison.Ordinal)
                    : IsRefusal(answer.StatusCode, text);
                if (!isRight)
                {
                    wrong.Add($"{person.Role} {route}: {(int)answer.StatusCode}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_page_offers_what_its_reader_may_not_do()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var person in company.People)
        {
            foreach (var path in Pages().Where(p => RouteOf(p).Allows(person.Role)))
            {
                var html = await person.ReadAsync(path);
                foreach (var (method, target) in OfferedIn(html))
                {
                    var route = PageRoutes.Of(method, target);
                    if (route is null)
                    {
                        wrong.Add($"{path}: {method} {target} leads nowhere");
                    }
                    else if (!route.Allows(person.Role))
                    {
                        wrong.Add($"{person.Role} {path}: {method} {target}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_finds_a_form_for_everything_they_may_do()
    {
        var offered = new Dictionary<Role, HashSet<PageRoute>>();
        foreach (var person in company.People)
        {
            offered[person.Role] = [];
            foreach (var path in Pages().Where(p => RouteOf(p).Allows(person.Role)))
            {
                var html = await person.ReadAsync(path);
                offered[person.Role]
                    .UnionWith(
                        OfferedIn(html)
                            .Where(o => o.Method != "GET")
                            .Select(o => PageRoutes.Of(o.Method, o.Path)!)
                    );
            }
        }

        foreach (var (role, forms) in offered)
        {
            offered[Role.Admin]
                .Where(f => f.Allows(role))
                .Except(forms)
                .ShouldBeEmpty(role.ToString());
        }

        offered[Role.Admin].Count.ShouldBeGreaterThan(40);
    }

    private IEnumerable<string> Pages() =>
        company.Sample.Pages.Values.Where(p => p != "/nothing-here");

    private static PageRoute RouteOf(string path) => PageRoutes.Of("GET", path.Split('?')[0])!;

    private static bool IsRefusal(HttpStatusCode status, string text) =>
        status == HttpStatusCode.Forbidden
        && text.Contains("Your role does not allow this", StringComparison.Ordinal)
        && text.Contains("/people/roles", StringComparison.Ordinal);

    private static bool IsOther(string pattern) =>
        Array.Exists(
            Others,
            o => pattern == o || pattern.StartsWith(o + '/', StringComparison.Ordinal)
        );

    /// <summary>Links and forms of a page that stay in the product.</summary>
    private static IEnumerable<(string Method, string Path)> OfferedIn(string html)
    {
        var links = Link().Matches(html).Select(m => ("GET", m.Groups["to"].Value));
        var forms = Form()
            .Matches(html)
            .Select(m => m.Value)
            // A hidden form is sent by buttons elsewhere, which say where to.
            .Where(f => f.Contains("method=\"post\"") && !f.Contains(" hidden"))
            .Select(f => ("POST", Action().Match(f).Groups["to"].Value));
        var buttons = Button().Matches(html).Select(m => ("POST", m.Groups["to"].Value));
        var wired = Wired()
            .Matches(html)
            .Select(m => (m.Groups["verb"].Value.ToUpperInvariant(), m.Groups["to"].Value));
        return links
            .Concat(forms)
            .Concat(buttons)
            .Concat(wired)
            .Select(o => (o.Item1, WebUtility.HtmlDecode(o.Item2).Split('?', '#')[0]))
            .Where(o => o.Item2.StartsWith('/') && !IsFile(o.Item2) && !IsOther(o.Item2))
            .Distinct();
    }

    private static bool IsFile(string path) =>
        path.StartsWith("/assets/", StringComparison.Ordinal)
        || path.StartsWith("/api/", StringComparison.Ordinal);

    [GeneratedRegex("<a [^>]*?href=\"(?<to>/[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("<form([^>\"]|\"[^\"]*\")*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(" action=\"(?<to>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Action();

    [GeneratedRegex(" formaction=\"(?<to>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Button();

    [GeneratedRegex("hx-(?<verb>get|post|put)=\"(?<to>/[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Wired();
}
