using System.Net;
using System.Text.RegularExpressions;
using Pir.Browser.Tests.Drivers;
using Pir.Gateway.Domain;

namespace Pir.Browser.Tests;

/// <summary>The permission matrix, cell by cell through the UI: each page and each form for somebody of each role, and what the pages offer them.</summary>
[Collection(CompanyCollection.Name)]
public sealed partial class PagePermissionTests(Company company)
{
    // Documents and live changes, for whoever is signed in; and the doors, for strangers.
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

    // Ends the session that sends it; fills the product in the background.
    private static readonly string[] Loud =
    [
        "POST /account/sign-out-everywhere",
        "POST /sample-data/load",
    ];

    private static IEnumerable<PageRoute> Routes => PageRoutes.All.Where(r => !IsOther(r.Pattern));

    [Fact]
    public void The_matrix_names_every_page_and_form_and_no_other()
    {
        Routes
            .Where(r => Permissions.OfPage(r.Address) is null)
            .ShouldBeEmpty("add each to a row in src/Gateway/Domain/*Permissions.cs");
        Permissions
            .All.SelectMany(p => p.Pages)
            .Except(Routes.Select(r => r.Address))
            .ShouldBeEmpty("the product has no such page");
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
                var isAllowed = RowOf("GET", path).Allows(person.Role);
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
                var isAllowed = Permissions.OfPage(route.Address)!.Allows(person.Role);
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
            foreach (var path in Pages().Where(p => RowOf("GET", p).Allows(person.Role)))
            {
                var html = await person.ReadAsync(path);
                foreach (var (method, target) in OfferedIn(html))
                {
                    var route = PageRoutes.Of(method, target);
                    if (route is null)
                    {
                        wrong.Add($"{path}: {method} {target} leads nowhere");
                    }
                    else if (Permissions.OfPage(route.Address)?.Allows(person.Role) == false)
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
        var offered = new Dictionary<Role, HashSet<string>>();
        foreach (var person in company.People)
        {
            offered[person.Role] = [];
            foreach (var path in Pages().Where(p => RowOf("GET", p).Allows(person.Role)))
            {
                var html = await person.ReadAsync(path);
                offered[person.Role]
                    .UnionWith(
                        OfferedIn(html)
                            .Where(o => o.Method != "GET")
                            .Select(o => PageRoutes.Of(o.Method, o.Path)!.Address)
                    );
            }
        }

        foreach (var (role, forms) in offered)
        {
            offered[Role.Admin]
                .Where(f => Permissions.OfPage(f)?.Allows(role) == true)
                .Except(forms)
                .ShouldBeEmpty(role.ToString());
        }

        offered[Role.Admin].Count.ShouldBeGreaterThan(40);
    }

    private IEnumerable<string> Pages() =>
        company.Sample.Pages.Values.Where(p => p != "/nothing-here");

    private static Permission RowOf(string method, string path) =>
        Permissions.OfPage(PageRoutes.Of(method, path.Split('?')[0])!.Address)!;

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
