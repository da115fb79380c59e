using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.Platform.Persistence;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// The character NUL on PostgreSQL, which cannot store it: people and programs are told, and what
/// nobody typed is dropped.
/// </summary>
public sealed class NulTests(NulTests.OnPostgreSql host) : IClassFixture<NulTests.OnPostgreSql>
{
    private readonly Product _product = host.Product;

    [Theory]
    [InlineData("/api/incidents", """{"title":"a\u0000b","severity":"sev2"}""", "title")]
    [InlineData("/api/actions", """{"title":"a\u0000b","type":"preventive"}""", "title")]
    [InlineData("/api/teams", """{"name":"a\u0000b"}""", "name")]
    [InlineData("/api/sources", """{"kind":"generic","name":"a\u0000b"}""", "name")]
    public async Task A_request_with_it_is_refused_beside_its_field(
        string path,
        string body,
        string field
    )
    {
        using var script = _product.Script();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var errors = await (await script.PostAsync(path, content)).ErrorsAsync();

        errors[field].ShouldBe(["must not contain the character NUL"]);
    }

    [Theory]
    [InlineData("/api/incidents?q=%00", "q")]
    [InlineData("/api/reviews?owner=a%00b", "owner")]
    [InlineData("/api/audit?actor=%00", "actor")]
    public async Task A_query_with_it_is_refused_beside_its_parameter(string path, string parameter)
    {
        using var script = _product.Script();

        var errors = await (await script.GetAsync(path)).ErrorsAsync();

        errors[parameter].ShouldBe(["must not contain the character NUL"]);
    }

    [Fact]
    public async Task A_form_is_kept_without_it_or_explained()
    {
        using var browser = await SignedIn.SetUpAsync(_product);
        var page = new HtmlParser().ParseDocument(await browser.GetStringAsync("/teams"));
        var token = page.QuerySelector("input[name='__RequestVerificationToken']")!;
        var (field, value) = (token.GetAttribute("name")!, token.GetAttribute("value")!);
        using var parts = new MultipartFormDataContent
        {
            { new StringContent(value), field },
            { new StringContent("Pay\0ments"), "name" },
        };
        using var pairs = new FormUrlEncodedContent([new(field, value), new("name", "Se\0arch")]);

        using var kept = await browser.PostAsync("/teams", parts);
        using var refused = await browser.PostAsync("/teams", pairs);

        ((int)kept.StatusCode).ShouldBeLessThan(400);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("The form could not be read");
        using var script = _product.Script();
        (await script.GetStringAsync("/api/teams")).ShouldContain("\"Payments\"");
    }

    [Fact]
    public async Task An_alert_is_kept_without_it()
    {
        var webhook = await _product.ConnectAsync();
        using var tool = _product.Stranger();
        using var alert = new StringContent(
            """
            {"title":"Disk\u0000 full","key":"k\u00001","service":"da\u0000ta",
            "labels":{"ho\u0000st":"db\u00001"},"description":"It\u0000 is."}
            """
        );

        using var answer = await tool.PostAsync(webhook, alert);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var script = _product.Script();
        var titles = await Eventually.Get(
            async () =>
            {
                var page = await (await script.GetAsync("/api/incidents")).JsonAsync();
                return page.GetProperty("items") is var items && items.GetArrayLength() > 0
                    ? items.EnumerateArray().Select(i => i.GetProperty("title").GetString())
                    : null;
            },
            description: "an incident is open"
        );
        titles.ShouldContain("Disk full");
    }

    public sealed class OnPostgreSql : IAsyncLifetime
    {
        internal Product Product { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Product = await Product.StartAsync(
                DataProvider.PostgreSql,
                settings: SqliteProduct.Unlimited
            );

        public ValueTask DisposeAsync() => Product.DisposeAsync();
    }
}
