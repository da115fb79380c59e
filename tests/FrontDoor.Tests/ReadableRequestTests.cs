using System.Net;
using System.Text;

namespace Pir.FrontDoor.Tests;

/// <summary>Which requests reach the code of a service: the same rules for every service.</summary>
public sealed class ReadableRequestTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    private readonly Product _product = host.Product;

    [Theory]
    [InlineData("/api/incidents", """{"title":"a\u0000b","severity":"sev2"}""", "title")]
    [InlineData("/api/actions", """{"title":"a\u0000b","type":"preventive"}""", "title")]
    [InlineData("/api/teams", """{"name":"a\u0000b"}""", "name")]
    [InlineData(
        "/api/users",
        """{"name":"R","email":"a\u0000@b.example","role":"viewer"}""",
        "email"
    )]
    [InlineData("/api/sources", """{"kind":"generic","name":"a\u0000b"}""", "name")]
    [InlineData("/api/subscriptions", """{"url":"https://a.example/\u0000"}""", "url")]
    public async Task NUL_is_refused_beside_its_field(string path, string body, string field)
    {
        var errors = await (await PostAsync(path, body)).ErrorsAsync();

        errors[field].ShouldBe(["must not contain the character NUL"]);
    }

    [Theory]
    [InlineData("/api/reviews?owner=a%00b", "owner")]
    [InlineData("/api/incidents?q=%00", "q")]
    [InlineData("/api/actions?assignee=%00", "assignee")]
    [InlineData("/api/audit?actor=%00", "actor")]
    public async Task NUL_in_a_query_is_refused_beside_its_parameter(string path, string parameter)
    {
        using var script = _product.Script();

        var errors = await (await script.GetAsync(path)).ErrorsAsync();

        errors[parameter].ShouldBe(["must not contain the character NUL"]);
    }

    [Theory]
    [InlineData("/api/tokens", """{"name":"t","scopes":[null]}""", "scopes")]
    [InlineData("/api/tokens", """{"name":"t","scopes":["incidents:read",null,"x"]}""", "scopes")]
    [InlineData(
        "/api/subscriptions",
        """{"url":"https://a.example/h","events":[null]}""",
        "events"
    )]
    public async Task Null_in_a_list_is_refused_beside_the_list(
        string path,
        string body,
        string field
    )
    {
        var errors = await (await PostAsync(path, body)).ErrorsAsync();

        errors.ShouldContainKey(field);
        errors[field].ShouldBe(["must not contain null"]);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public async Task A_time_at_the_end_of_the_calendar_is_refused_beside_its_field(string time)
    {
        var body = $$"""{"title":"Checkout","severity":"sev2","detectedAt":"{{time}}"}""";

        var errors = await (await PostAsync("/api/incidents", body)).ErrorsAsync();

        errors.ShouldContainKey("detectedAt");
    }

    [Theory]
    [InlineData("10:30")]
    [InlineData("03/04/2026")]
    [InlineData("1 March 2026")]
    [InlineData("2026-03-01T14")]
    [InlineData("2026-13-01T14:05:00Z")]
    public async Task A_time_that_is_not_of_ISO_8601_is_refused_beside_its_field(string time)
    {
        var body = $$"""{"title":"Checkout","severity":"sev2","detectedAt":"{{time}}"}""";

        var errors = await (await PostAsync("/api/incidents", body)).ErrorsAsync();

        errors.ShouldContainKey("detectedAt");
    }

    [Fact]
    public async Task A_field_given_twice_is_refused()
    {
        var answer = await PostAsync("/api/teams", """{"name":"One","name":"Two"}""");

        (await answer.ErrorsAsync())["name"].ShouldBe(["must be given only once"]);
    }

    [Theory]
    [InlineData(
        "/api/incidents",
        """{"title":"Checkout","severty":"sev2"}""",
        "severty",
        "is unknown; did you mean severity?"
    )]
    [InlineData(
        "/api/incidents",
        """{"title":"Checkout","kind":"sev2"}""",
        "kind",
        "is unknown; known are title, severity, detectionSource,"
    )]
    [InlineData(
        "/api/incidents/INC-1/roles",
        """{"role":"scribe","person":{"name":"Mara","mail":"m@example.org"}}""",
        "person.mail",
        "is unknown; known are id, name"
    )]
    [InlineData("/api/teams", """{"name":"One","Nam":"Two"}""", "Nam", "did you mean name?")]
    public async Task A_member_nobody_knows_is_refused_by_its_name(
        string path,
        string body,
        string member,
        string rule
    )
    {
        var errors = await (await PostAsync(path, body)).ErrorsAsync();

        errors.ShouldContainKey(member);
        errors[member].ShouldHaveSingleItem().ShouldContain(rule);
    }

    [Fact]
    public async Task A_question_about_a_member_ends_with_one_mark()
    {
        using var script = _product.Script();
        using var body = new StringContent("""{"titel":"x"}""", Encoding.UTF8, "application/json");

        using var refused = await script.PostAsync("/api/incidents", body);

        (await refused.JsonAsync(HttpStatusCode.BadRequest))
            .GetProperty("detail")
            .GetString()
            .ShouldBe("titel is unknown; did you mean title?");
    }

    [Theory]
    [InlineData("/api/incidents?sevrity=sev1", "sevrity", "is unknown; did you mean severity?")]
    [InlineData("/api/actions?owner=me", "owner", "is unknown; known are status, assignee,")]
    [InlineData("/api/reviews?page=2", "page", "is unknown; known are ")]
    [InlineData("/api/audit?acter=x", "acter", "is unknown; did you mean actor?")]
    [InlineData("/api/sources?name=x", "name", "is unknown")]
    [InlineData("/api/incidents/INC-1/timeline?pined=true", "pined", "did you mean pinned?")]
    [InlineData("/api/incidents/statistics?group=team", "group", "is unknown")]
    [InlineData("/api/events?event=*", "event", "did you mean events?")]
    [InlineData("/api/operations/review/parked?max=3", "max", "is unknown")]
    public async Task A_parameter_nobody_knows_is_refused_by_its_name(
        string path,
        string parameter,
        string rule
    )
    {
        using var script = _product.Script();

        var errors = await (await script.GetAsync(path)).ErrorsAsync();

        errors.ShouldContainKey(parameter);
        errors[parameter].ShouldHaveSingleItem().ShouldContain(rule);
    }

    [Theory]
    [InlineData("""{"name":"Half \ud800 team"}""", "Half \ufffd team")]
    [InlineData(
        """{"name":"\udc00 \n \u00e9 \ud83d\udd25 \"q\" end"}""",
        "\ufffd \n é 🔥 \"q\" end"
    )]
    public async Task Half_a_character_is_substituted(string body, string name)
    {
        var answer = await PostAsync("/api/teams", body);

        var team = await answer.JsonAsync(HttpStatusCode.Created);
        team.GetProperty("name").GetString().ShouldBe(name);
    }

    [Theory]
    [InlineData("""{"name":"\u200b\u2060"}""")]
    [InlineData("""{"name":"\u3164"}""")]
    public async Task What_nobody_can_see_counts_as_empty(string body) =>
        (await (await PostAsync("/api/teams", body)).ErrorsAsync()).ShouldContainKey("name");

    [Theory]
    [InlineData("application/xml", "<a/>", 415)]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/json", "nonsense", 400)]
    [InlineData("application/json; charset=nonsense", "{}", 400, 415)]
    public async Task A_body_that_cannot_be_read_is_a_problem(
        string type,
        string body,
        params int[] statuses
    )
    {
        using var script = _product.Script();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await script.PostAsync("/api/teams", content);

        ((int)answer.StatusCode).ShouldBeOneOf(statuses);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Too_large_a_body_is_413()
    {
        // Refused by its length alone, before it is sent.
        var answer = await RawConnection.AskAsync(
            _product.Address,
            $"POST /api/teams HTTP/1.1\r\nHost: {_product.Address.Authority}\r\n"
                + $"Connection: close\r\nAuthorization: Bearer {Product.Token}\r\n"
                + "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n"
        );

        answer.Status.ShouldBe(413, answer.Text);
        answer.Text.ShouldContain("application/problem+json");
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var script = _product.Script();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await script.PostAsync(path, content);
    }
}
