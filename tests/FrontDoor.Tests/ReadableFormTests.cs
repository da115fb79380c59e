using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Pir.FrontDoor.Tests.Fuzzing;

namespace Pir.FrontDoor.Tests;

/// <summary>Unreadable forms: the page says what to do, with and without a session.</summary>
public sealed partial class ReadableFormTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private readonly Product _product = host.Product;

    private static readonly (string Kind, string Type, string Body, int Status)[] Damaged =
    [
        ("too many fields", UrlEncoded, string.Join('&', Enumerable.Repeat("a=b", 1100)), 413),
        ("too large a field", UrlEncoded, "a=" + new string('x', 5 << 20), 413),
        ("cut", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-da", 400),
        ("no boundary", "multipart/form-data", "--x--", 400),
        ("nonsense", "multipart/form-data; boundary=x", "nonsense", 400),
    ];

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/setup")]
    [InlineData("/invitation")]
    public async Task A_stranger_is_told_so(string path)
    {
        using var stranger = SignedIn.Browser(_product);
        foreach (var (kind, type, body, status) in Damaged)
        {
            using var answer = await stranger.PostAsync(path, Form(type, body));

            await ShouldExplainAsync(answer, status, $"{kind} to {path}");
        }
    }

    [Fact]
    public async Task Somebody_signed_in_is_told_so_on_every_kind_of_page()
    {
        await using var product = await Product.StartAsync(settings: SqliteProduct.Unlimited);
        using var browser = await SignedIn.SetUpAsync(product);
        foreach (var (kind, type, body, status) in Damaged)
        {
            foreach (var path in (string[])["/incidents", "/account/name", "/teams", "/sign-out"])
            {
                using var answer = await browser.PostAsync(path, Form(type, body));

                await ShouldExplainAsync(answer, status, $"{kind} to {path}");
            }
        }

        using var nul = await browser.GetAsync("/search?q=%00");
        await ShouldExplainAsync(nul, 400, "NUL in the address");
    }

    [Theory]
    [InlineData("")]
    [InlineData("%E2%80%8B%E2%81%A0")]
    public async Task A_field_without_a_name_is_not_kept_and_does_no_harm(string name)
    {
        await using var product = await Product.StartAsync(settings: SqliteProduct.Unlimited);
        using var browser = await SignedIn.SetUpAsync(product);
        var token = Token().Match(await browser.GetStringAsync("/account")).Groups["token"].Value;
        using var form = Form(
            UrlEncoded,
            $"__RequestVerificationToken={token}&note={new string('n', 50)}"
                + $"&{name}={new string('[', 50)}"
        );

        using var answer = await browser.PostAsync($"/subscriptions/{Guid.Empty}/test", form);

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        page.ShouldContain(new string('n', 50));
        page.ShouldNotContain(new string('[', 50));
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Token();

    private static ByteArrayContent Form(string type, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static async Task ShouldExplainAsync(
        HttpResponseMessage answer,
        int status,
        string kind
    )
    {
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        ((int)answer.StatusCode).ShouldBe(status, kind + page[..Math.Min(page.Length, 500)]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html", kind);
        page.ShouldContain("Back button", customMessage: kind);
    }
}
