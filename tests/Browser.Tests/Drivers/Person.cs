using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.Contracts.Api;
using Pir.Gateway.Domain;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// Somebody with an account, signed in by a cookie, with a minimal browser that follows no
/// redirects and runs no scripts.
/// </summary>
public sealed partial class Person : IDisposable
{
    public const string Password = "four herons under the pier";

    private readonly CookieContainer _cookies = new();

    private Person(Uri address, Role role)
    {
        Role = role;
        Client = new(
            new HttpClientHandler { CookieContainer = _cookies, AllowAutoRedirect = false }
        )
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        Client.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/json;q=0.9");
    }

    public Role Role { get; }

    public Guid Id { get; private set; }

    public HttpClient Client { get; }

    /// <summary>The antiforgery token of the pages' forms.</summary>
    public string FormToken { get; private set; } = "";

    public static string EmailOf(Role role) => $"{role}@example.org".ToLowerInvariant();

    /// <summary>Invites somebody and accepts for them.</summary>
    public static async Task<Person> JoinAsync(Product product, Role role)
    {
        var person = new Person(product.Address, role);
        var path = await product.InviteAsync(EmailOf(role), RoleNames.Of(role));
        var page = await person.Client.GetStringAsync(path);
        var accepted = await person.PostAsync(
            "/invitation",
            ("__RequestVerificationToken", Field(page, "__RequestVerificationToken")),
            ("token", Field(page, "token")),
            ("name", $"{role} Example"),
            ("password", Password)
        );
        accepted.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var me = await person.Client.GetFromJsonAsync<JsonElement>("/api/me");
        person.Id = me.GetProperty("id").GetGuid();
        var preferences = await person.Client.GetStringAsync("/preferences");
        person.FormToken = Field(preferences, "__RequestVerificationToken");
        return person;
    }

    /// <summary>Opens a page, wherever it leads in the product.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path)
    {
        var answer = await Client.GetAsync(path);
        while (answer.Headers.Location is { } next)
        {
            answer.Dispose();
            answer = await Client.GetAsync(next);
        }

        return answer;
    }

    /// <summary>The page's HTML.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await OpenAsync(path);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>Sends a form; its antiforgery token is the caller's.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string path,
        params (string Name, string Value)[] fields
    ) =>
        Client.PostAsync(
            path,
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))
        );

    public void Dispose() => Client.Dispose();

    private static string Field(string html, string name)
    {
        var input = Input()
            .Matches(html)
            .Select(m => m.Value)
            .First(i => i.Contains($" name=\"{name}\"", StringComparison.Ordinal));
        return WebUtility.HtmlDecode(Value().Match(input).Groups["v"].Value);
    }

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Input();

    [GeneratedRegex(" value=\"(?<v>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Value();
}
