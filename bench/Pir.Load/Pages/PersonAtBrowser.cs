using System.Net;
using System.Text.RegularExpressions;

namespace Pir.Load.Pages;

/// <summary>
/// A signed-in person who opens pages one after the other over one connection, like a browser.
/// </summary>
internal sealed partial class PersonAtBrowser : IDisposable
{
    private readonly HttpClient _client;

    public PersonAtBrowser(Uri address)
    {
        _client = new HttpClient(
            new HttpClientHandler { CookieContainer = new CookieContainer() },
            disposeHandler: true
        )
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
    }

    /// <summary>Creates the first account for this person, who stays signed in.</summary>
    public async Task SetUpAsync(string link)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, link);
        // Without one of its own, the request would take over that of the client.
        asked.Headers.AcceptEncoding.ParseAdd("identity");
        using var page = await _client.SendAsync(asked);
        var form = Hidden()
            .Matches(await page.Content.ReadAsStringAsync())
            .ToDictionary(m => ValueOf(m.Value, "name"), m => ValueOf(m.Value, "value"));
        form["name"] = Browser.Tests.Drivers.SampleData.Person;
        form["email"] = "ada@example.org";
        form["password"] = "quiet copper lantern 58";
        using var answer = await _client.PostAsync("/setup", new FormUrlEncodedContent(form));
        answer.EnsureSuccessStatusCode();
    }

    /// <returns>Bytes of the page.</returns>
    public async Task<long> AskAsync(string path)
    {
        using var answer = await _client.GetAsync(path);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var isPage =
            answer.RequestMessage!.RequestUri!.AbsolutePath != "/sign-in"
            && answer.Content.Headers.ContentType?.MediaType == "text/html"
            && answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound;
        return isPage
            ? body.Length
            : throw new InvalidOperationException(
                $"{path}: {(int)answer.StatusCode} at {answer.RequestMessage.RequestUri}"
            );
    }

    public void Dispose() => _client.Dispose();

    private static string ValueOf(string input, string attribute) =>
        WebUtility.HtmlDecode(
            Regex
                .Match(
                    input,
                    $" {attribute}=\"(?<v>[^\"]*)\"",
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
                .Groups["v"]
                .Value
        );

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Hidden();
}
