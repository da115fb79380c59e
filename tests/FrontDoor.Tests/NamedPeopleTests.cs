using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// A person named by account id gets that account's name, whatever name was sent. A request to read
/// a draft must not use the name of somebody whom the owner trusts.
/// </summary>
public sealed class NamedPeopleTests(NamedPeopleTests.Responded things)
    : IClassFixture<NamedPeopleTests.Responded>
{
    private const string Unknown = "0198c0de-0000-7000-8000-000000000000";

    public static TheoryData<string> Ways =>
        ["role in an incident", "owner of a review", "attendee of a review", "assignee"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Somebody_with_an_account_goes_by_its_name(string way)
    {
        foreach (var name in (string[])["\"Ada Lovelace\"", "null", "\"\\ud800\""])
        {
            using var answer = await things.NameAsync(way, $"\"{things.Vic}\"", name);

            var named = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, named);
            named.ShouldContain("\"Vic \\\"V\\\" Viewer\"");
            named.ShouldContain(things.Vic);
            named.ShouldNotContain("Lovelace");
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_id_is_read_in_any_spelling_and_kept_in_one(string way)
    {
        var id = Guid.Parse(things.Vic);
        foreach (var spelling in (string[])[$" {id:D} ".ToUpperInvariant(), $"{id:B}"])
        {
            using var answer = await things.NameAsync(way, $"\"{spelling}\"", "\"Ada Lovelace\"");

            var named = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, named);
            named.ShouldContain($"\"{things.Vic}\"");
            named.ShouldNotContain("Lovelace");
            named.ShouldNotContain(spelling);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_id_that_no_account_has_is_refused(string way)
    {
        foreach (var id in (string[])[Unknown, "vic", "vic\\u0000"])
        {
            using var answer = await things.NameAsync(way, $"\"{id}\"", "\"Ada Lovelace\"");

            (await answer.ErrorsAsync())[Responded.IdFieldOf(way)]
                .ShouldBe(["must be the id of an account, as GET /api/people lists it"]);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Somebody_without_an_account_is_named_freely(string way)
    {
        foreach (var id in (string[])["null", "\"\"", "\" \""])
        {
            using var answer = await things.NameAsync(way, id, "\"Grace Hopper\"");

            var named = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, named);
            named.ShouldContain("Grace Hopper");
        }
    }

    [Theory]
    [InlineData("/API/Incidents/{0}/Roles/", "utf-8", "Person", "Id", "Name")]
    [InlineData("/api/incidents/{0}/roles", "utf-16", "person", "id", "name")]
    [InlineData("/api/incidents/{0}/roles", "utf-8", "p\\u0065rson", "i\\u0064", "n\\u0061me")]
    [InlineData("/api/incidents/{0}/%72oles", "utf-8", "person", "id", "name")]
    public async Task No_spelling_brings_another_name_in(
        string path,
        string charset,
        string person,
        string id,
        string name
    )
    {
        var body = $$"""
            {"role":"scribe","{{person}}":{"{{name}}":"Ada Lovelace","{{id}}":"{{things.Vic}}" } }
            """;

        using var answer = await things.SendAsync(HttpMethod.Post, path, body, charset);

        var named = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, named);
        named.ShouldContain("V\\\" Viewer");
        named.ShouldNotContain("Lovelace");
    }

    [Theory]
    [InlineData("\"id\":\"{0}\",\"id\":\"\"")]
    [InlineData("\"id\":\"\",\"ID\":\"{0}\"")]
    public async Task An_id_comes_once(string ids)
    {
        ids = ids.Replace("{0}", things.Vic);

        using var answer = await things.SendAsync(
            HttpMethod.Post,
            "/api/actions/{1}/assign",
            $$"""{"dueAt":"2099-01-01T00:00:00Z","assignee":{ {{ids}},"name":"Ada Lovelace"} }"""
        );

        (await answer.ErrorsAsync())["assignee.id"].ShouldBe(["must be given only once"]);
    }

    /// <summary>An incident, its review and an action, and somebody with an account.</summary>
    public sealed class Responded : IAsyncLifetime
    {
        private readonly SqliteProduct _host = new();
        private string _incident = "";
        private string _action = "";
        private string _review = "";

        public string Vic { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await _host.InitializeAsync();
            Vic = await MakeAsync(
                "/api/users",
                """{"name":"Vic \"V\" Viewer","email":"vic@example.com","role":"viewer"}"""
            );
            _incident = await MakeAsync("/api/incidents", """{"title":"Down","severity":"sev2"}""");
            _action = await MakeAsync("/api/actions", """{"title":"Try","type":"preventive"}""");
            using var resolved = await SendAsync(
                HttpMethod.Post,
                "/api/incidents/{0}/resolve",
                "{}"
            );
            await resolved.JsonAsync();
            _review = await Eventually.Get(FindReviewAsync, description: "a review is opened");
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        internal static string IdFieldOf(string way) =>
            way switch
            {
                "assignee" => "assignee.id",
                "attendee of a review" => "personId",
                _ => "person.id",
            };

        internal Task<HttpResponseMessage> NameAsync(string way, string id, string name)
        {
            var person = $$"""{"id":{{id}},"name":{{name}} }""";
            return way switch
            {
                "role in an incident" => SendAsync(
                    HttpMethod.Post,
                    "/api/incidents/{0}/roles",
                    $$"""{"role":"communicationsLead","person":{{person}} }"""
                ),
                "owner of a review" => SendAsync(
                    HttpMethod.Put,
                    "/api/reviews/{2}/owner",
                    $$"""{"person":{{person}} }"""
                ),
                "attendee of a review" => SendAsync(
                    HttpMethod.Post,
                    "/api/reviews/{2}/attendees",
                    $$"""{"personId":{{id}},"name":{{name}} }"""
                ),
                _ => SendAsync(
                    HttpMethod.Post,
                    "/api/actions/{1}/assign",
                    $$"""{"assignee":{{person}},"dueAt":"2099-01-01T00:00:00Z"}"""
                ),
            };
        }

        internal async Task<HttpResponseMessage> SendAsync(
            HttpMethod method,
            string path,
            string body,
            string charset = "utf-8"
        )
        {
            using var script = _host.Product.Script();
            using var content = new StringContent(
                body,
                Encoding.GetEncoding(charset),
                "application/json"
            );
            path = path.Replace("{0}", _incident).Replace("{1}", _action).Replace("{2}", _review);
            using var request = new HttpRequestMessage(method, path) { Content = content };
            return await script.SendAsync(request);
        }

        private async Task<string> MakeAsync(string path, string body)
        {
            using var answer = await SendAsync(HttpMethod.Post, path, body);
            var made = await answer.JsonAsync(HttpStatusCode.Created);
            return made.GetProperty("id").GetString()!;
        }

        private async Task<string?> FindReviewAsync()
        {
            using var script = _host.Product.Script();
            var page = await script.GetFromJsonAsync<JsonElement>(
                "/api/reviews?incident=" + _incident
            );
            var items = page.GetProperty("items");
            return items.GetArrayLength() == 0 ? null : items[0].GetProperty("id").GetString();
        }
    }
}
