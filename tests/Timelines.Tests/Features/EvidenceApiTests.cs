using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Auth;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class EvidenceApiOnSqlite(OnSqlite fixture)
    : EvidenceApiTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class EvidenceApiOnPostgreSql(OnPostgreSql fixture)
    : EvidenceApiTests(fixture),
        IClassFixture<OnPostgreSql>;

/// <summary>Marks, entries with client ids, pasted chats and images.</summary>
public abstract class EvidenceApiTests(TimelineFixture fixture)
{
    private static readonly byte[] Png =
    [
        .. new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A },
        .. "not much of a picture"u8,
    ];

    private readonly TimelineDriver _team = new(fixture.Host);

    [Fact]
    public async Task A_line_is_marked_for_the_review_and_the_marked_are_found()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "The dashboard was empty.");

        var answer = await _team.CorrectAsync(incident, entry.Id, new { isMarked = true });

        answer.Json.GetProperty("isMarked").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("corrections").GetInt32().ShouldBe(0);
        (await _team.ReadAsync(incident, "?marked=true")).Texts.ShouldBe([entry.Text]);
        (await _team.ReadAsync(incident, "?pinned=true")).Texts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_sent_twice_under_one_name_is_one_line()
    {
        var incident = await _team.IncidentOpensAsync();
        var body = new
        {
            kind = "action",
            text = "Restarted it.",
            clientId = "phone-1",
        };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => _team.RecordAsync(incident, body))
        );

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(7);
        answers.Select(a => Entry.From(a.Json).Id).Distinct().Count().ShouldBe(1);
        (await _team.ReadAsync(incident)).Texts.Count(t => t == "Restarted it.").ShouldBe(1);
        var other = await _team.IncidentOpensAsync();
        (await _team.RecordAsync(other, body)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_batch_with_one_bad_line_adds_none()
    {
        var incident = await _team.IncidentOpensAsync();
        using var client = fixture.Host.Client();
        using var response = await client.PostAsync(
            $"/api/incidents/{incident.Id}/timeline/batch",
            Json(
                new
                {
                    items = new object[]
                    {
                        new { kind = "action", text = "good" },
                        new { kind = "action", text = " " },
                    },
                }
            )
        );
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("items[1].text");
        (await _team.ReadAsync(incident)).Texts.ShouldNotContain("good");
    }

    [Fact]
    public async Task An_image_stays_with_its_line_and_is_served_as_nothing_but_a_picture()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "See the graph.");
        using var client = fixture.Host.Client();

        using var added = await UploadAsync(client, incident, entry, Png, "../graph<1>.svg");
        var attachment = await ReadAsync(added);

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        attachment.GetProperty("contentType").GetString().ShouldBe("image/png");
        attachment.GetProperty("fileName").GetString().ShouldBe("graph_1_.png");
        attachment.GetProperty("alt").GetString().ShouldBe("The error rate");
        attachment
            .GetProperty("sha256")
            .GetString()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Png)));
        using var shown = await client.GetAsync(attachment.GetProperty("url").GetString());
        (await shown.Content.ReadAsByteArrayAsync()).ShouldBe(Png);
        shown.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        shown.Content.Headers.ContentDisposition!.ToString().ShouldStartWith("inline; filename=");
        shown.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        var listed = (await _team.GetAsync($"{incident.Id}")).Json.GetProperty("items");
        listed
            .EnumerateArray()
            .Single(e => e.GetProperty("id").GetGuid() == entry.Id)
            .GetProperty("attachments")
            .GetArrayLength()
            .ShouldBe(1);

        using var again = await UploadAsync(client, incident, entry, Png, "again.png");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_image_may_be_the_whole_body()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "See the graph.");
        using var client = fixture.Host.Client();

        using var added = await client.PostAsync(
            $"/api/incidents/{incident.Id}/timeline/{entry.Id}/attachments"
                + "?name=x&alt=Graph&capturedAt=2026-03-02T11:00:00Z",
            new ByteArrayContent([.. "GIF89a"u8, 1, 2, 3])
            {
                Headers = { ContentType = new("image/gif") },
            }
        );

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var attachment = await ReadAsync(added);
        attachment.GetProperty("fileName").GetString().ShouldBe("x.gif");
        attachment.GetProperty("capturedAt").GetString().ShouldBe("2026-03-02T11:00:00Z");
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task What_is_no_image_is_refused_whatever_it_calls_itself(string content)
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "x");
        using var client = fixture.Host.Client();

        using var answer = await UploadAsync(
            client,
            incident,
            entry,
            Encoding.UTF8.GetBytes(content),
            "a.png"
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_image_that_is_too_large_is_refused_in_words()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "x");
        using var client = fixture.Host.Client();
        byte[] large = [.. Png, .. new byte[10 * 1024 * 1024]];

        using var answer = await UploadAsync(client, incident, entry, large, "a.png");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ReadAsync(answer)).GetProperty("detail").GetString()!.ShouldContain("10 MB");
        using var fits = await UploadAsync(
            client,
            incident,
            entry,
            large[..(10 * 1024 * 1024)],
            "b.png"
        );
        fits.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Images_are_for_those_who_may_read_the_timeline()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "x");
        using var client = fixture.Host.Client();
        using var added = await UploadAsync(client, incident, entry, Png, "a.png");
        var url = (await ReadAsync(added)).GetProperty("url").GetString();
        using var stranger = fixture.Host.AnonymousClient();
        using var other = fixture.Host.Client(Scope.ReviewsRead);
        using var reader = fixture.Host.Client(Scope.TimelineRead);

        (await stranger.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await other.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await UploadAsync(reader, incident, entry, Png, "a.png");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var elsewhere = await _team.IncidentOpensAsync();
        (
            await reader.GetAsync(
                url!.Replace($"{incident.Id}", $"{elsewhere.Id}", StringComparison.Ordinal)
            )
        ).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpResponseMessage> UploadAsync(
        HttpClient client,
        IncidentState incident,
        Entry entry,
        byte[] bytes,
        string name
    )
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/svg+xml");
        using var form = new MultipartFormDataContent
        {
            { file, "file", name },
            { new StringContent("The error rate"), "alt" },
        };
        return await client.PostAsync(
            $"/api/incidents/{incident.Id}/timeline/{entry.Id}/attachments",
            form
        );
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsync(path, Json(body));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await ReadAsync(response);
    }

    private static StringContent Json(object body) =>
        new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
}
