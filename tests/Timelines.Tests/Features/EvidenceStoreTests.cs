using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Pir.Timelines.Data;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class EvidenceStoreOnSqlite : EvidenceStoreTests
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class EvidenceStoreOnPostgreSql : EvidenceStoreTests
{
    protected override Task<TestStore> OpenAsync() => TestStore.PostgreSqlAsync();
}

/// <summary>
/// C8: evidence of any kind, with its hash, its captured-at and who added it; it never changes, and
/// no secret is stored.
/// </summary>
public abstract class EvidenceStoreTests : IAsyncLifetime
{
    private readonly BrokenCommit _broken = new();
    private TestStore _store = null!;
    private PirTestHost _host = null!;
    private TimelineDriver _team = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        _host = await PirTestHost.StartAsync(
            _store,
            [new TimelineModule()],
            configure: b =>
            {
                b.Services.AddSingleton<IInterceptor>(_broken);
                b.Configuration["Timeline:Secrets:customer number"] = "CUST-[0-9]{6}";
                b.Configuration["Timeline:MaxEvidenceBytes"] = "100000";
            }
        );
        _team = new(_host);
        _client = _host.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected abstract Task<TestStore> OpenAsync();

    [Fact]
    public async Task C8_a_text_is_stored_without_its_secrets_and_says_which()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "The login fails.");

        var answer = await AddAsync(
            incident,
            new
            {
                text = "user CUST-123456: password=hunter2 and https://a:geheim9@db.example",
                capturedAt = "2026-03-02T11:58:00Z",
                entries = new[] { entry.Id },
            }
        );

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        answer.Json.GetProperty("kind").GetString().ShouldBe("text");
        answer.Json.GetProperty("capturedAt").GetString().ShouldBe("2026-03-02T11:58:00Z");
        answer.Json.GetProperty("uploader").GetProperty("name").GetString().ShouldNotBeNull();
        RedactionsOf(answer.Json)
            .ShouldBe(
                [
                    ("customer number", 1),
                    ("password in an address", 1),
                    ("password or key with its name", 1),
                ],
                ignoreOrder: true
            );
        using var content = await _client.GetAsync(UrlOf(answer.Json));
        var text = await content.Content.ReadAsStringAsync();
        text.ShouldBe("user [redacted]: password=[redacted] and https://a:[redacted]@db.example");
        HashOf(Encoding.UTF8.GetBytes(text)).ShouldBe(Sha(answer.Json));
        content.Headers.GetValues("Repr-Digest").Single().ShouldStartWith("sha-256=:");
        var listed = await ItemsAsync(incident);
        listed.Single().GetProperty("entries")[0].GetGuid().ShouldBe(entry.Id);
        (await _team.WritesAsync(incident, "CUST-654321 called.")).Text.ShouldBe(
            "[redacted] called."
        );
    }

    [Fact]
    public async Task C8_a_file_is_what_its_content_is_and_never_runs()
    {
        var incident = await _team.IncidentOpensAsync();

        var page = await UploadAsync(incident, "<script>alert(1)</script>"u8, "report.html");
        var trace = await UploadAsync(incident, "\u007fELF\0\u0001"u8, "../run.exe");

        page.Json.GetProperty("contentType").GetString().ShouldBe("text/plain");
        page.Json.GetProperty("fileName").GetString().ShouldBe("report.txt");
        trace.Json.GetProperty("contentType").GetString().ShouldBe("application/octet-stream");
        trace.Json.GetProperty("fileName").GetString().ShouldBe("run.bin");
        using var shown = await _client.GetAsync(UrlOf(page.Json));
        shown.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        shown.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        shown.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
    }

    [Fact]
    public async Task C8_secrets_are_taken_out_of_a_text_file_and_other_bytes_stay()
    {
        var incident = await _team.IncidentOpensAsync();
        var plain = "one\r\ntwo\tthree\n"u8.ToArray();

        var log = await UploadAsync(incident, "GET /?token=abc123def 200"u8, "access.log");
        var same = await UploadAsync(incident, plain, "a.csv");
        var old = await UploadAsync(
            incident,
            Encoding.Latin1.GetBytes("Größe 12, password=hunter2"),
            "windows.log"
        );

        RedactionsOf(log.Json).ShouldBe([("password or key with its name", 1)]);
        (await _client.GetStringAsync(UrlOf(log.Json))).ShouldBe("GET /?token=[redacted] 200");
        (await _client.GetByteArrayAsync(UrlOf(same.Json))).ShouldBe(plain);
        (await _client.GetStringAsync(UrlOf(old.Json))).ShouldBe("Größe 12, password=[redacted]");
        Sha(same.Json).ShouldBe(HashOf(plain));
    }

    [Fact]
    public async Task C8_a_link_is_kept_and_never_fetched()
    {
        var incident = await _team.IncidentOpensAsync();
        // Nothing listens there: a server that fetched links would have to fail.
        var link = await AddAsync(
            incident,
            new { link = "http://127.0.0.1:9/graph?api_key=abc123def", name = "Graph" }
        );

        link.Status.ShouldBe(HttpStatusCode.Created, link.Text);
        link.Json.GetProperty("link")
            .GetString()
            .ShouldBe("http://127.0.0.1:9/graph?api_key=[redacted]");
        (await _client.GetAsync(UrlOf(link.Json))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var bad = await AddAsync(incident, new { link = "javascript:alert(1)" });
        bad.ErrorOf("link").ShouldBe("must be an http or https address");
        (await AddAsync(incident, new { link = "https://a.example", text = "x" }))
            .ErrorOf("link")
            .ShouldBe("must not be sent together with text");
    }

    [Fact]
    public async Task C8_a_correction_adds_new_evidence_and_keeps_the_old()
    {
        var incident = await _team.IncidentOpensAsync();
        var first = await AddAsync(incident, new { text = "Error 17" });

        var second = await AddAsync(
            incident,
            new { text = "Error 71", replaces = IdOf(first.Json) }
        );
        var third = await AddAsync(incident, new { text = "Error 8", replaces = IdOf(first.Json) });
        var same = await AddAsync(
            incident,
            new { text = "Error 71", replaces = IdOf(second.Json) }
        );

        second.Status.ShouldBe(HttpStatusCode.Created, second.Text);
        third.Code.ShouldBe("already-replaced");
        same.ErrorOf("replaces").ShouldBe("must have another content");
        var listed = await ItemsAsync(incident);
        listed[0].GetProperty("replacedBy").GetGuid().ShouldBe(IdOf(second.Json));
        (await _client.GetStringAsync(UrlOf(first.Json))).ShouldBe("Error 17");
        using var changed = await _client.PutAsJsonAsync(
            $"/api/incidents/{incident.Id}/timeline/evidence/{IdOf(first.Json)}",
            new { text = "other" }
        );
        changed.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task C8_evidence_belongs_to_several_entries_and_is_stored_once()
    {
        var incident = await _team.IncidentOpensAsync();
        var first = await _team.WritesAsync(incident, "one");
        var second = await _team.WritesAsync(incident, "two");
        object body = new { text = "Error 17", entries = new[] { first.Id } };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => AddAsync(incident, body))
        );
        var attached = await PostAsync(
            incident,
            $"evidence/{IdOf(answers[0].Json)}/entries",
            new { entry = second.Id }
        );

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        attached.Status.ShouldBe(HttpStatusCode.OK, attached.Text);
        attached.Json.GetProperty("entries").GetArrayLength().ShouldBe(2);
        (await ItemsAsync(incident)).Count.ShouldBe(1);
        var entries = (await _team.GetAsync($"{incident.Id}")).Json.GetProperty("items");
        entries
            .EnumerateArray()
            .Count(e => e.GetProperty("attachments").GetArrayLength() == 1)
            .ShouldBe(2);
        var stranger = await _team.IncidentOpensAsync();
        (
            await PostAsync(stranger, $"evidence/{IdOf(answers[0].Json)}/entries", body)
        ).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task C8_a_file_that_is_too_large_is_refused_with_field_and_rule()
    {
        var incident = await _team.IncidentOpensAsync();

        var answer = await UploadAsync(incident, new byte[100_001], "dump");

        answer.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.ErrorOf("file").ShouldBe("must be at most 0.1 MB");
        (await UploadAsync(incident, ""u8, "empty")).ErrorOf("file").ShouldBe("must not be empty");
        (await ItemsAsync(incident)).ShouldBeEmpty();
    }

    [Fact]
    public async Task C8_a_commit_that_fails_leaves_neither_content_nor_description()
    {
        var incident = await _team.IncidentOpensAsync();
        _broken.IsBroken = true;

        var answer = await AddAsync(incident, new { text = "Error 17" });
        _broken.IsBroken = false;

        answer.Status.ShouldNotBe(HttpStatusCode.Created);
        (await CountsAsync()).ShouldBe((0, 0));
        (await AddAsync(incident, new { text = "Error 17" })).Status.ShouldBe(
            HttpStatusCode.Created
        );
        (await CountsAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task C8_evidence_goes_with_its_incident_and_is_for_those_who_may_read_it()
    {
        var incident = await _team.IncidentOpensAsync();
        var entry = await _team.WritesAsync(incident, "one");
        var evidence = await AddAsync(incident, new { text = "Error 17" });
        await PostAsync(
            incident,
            $"evidence/{IdOf(evidence.Json)}/entries",
            new { entry = entry.Id }
        );
        using var reader = _host.Client(Scope.TimelineRead);
        using var other = _host.Client(Scope.ReviewsRead);

        (await reader.GetAsync(UrlOf(evidence.Json))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync(UrlOf(evidence.Json))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await _team.HearsAsync(
            new IncidentDeleted(
                new(incident.Id, 1, null, incident.Severity, null, IsSilent: false)
            ),
            incident.Id,
            9,
            Some.Noon
        );

        (await CountsAsync()).ShouldBe((0, 0));
    }

    private Task<Answer> AddAsync(IncidentState incident, object body) =>
        PostAsync(incident, "evidence", body);

    private Task<Answer> PostAsync(IncidentState incident, string path, object body) =>
        _team.PostAsync(incident, path, body);

    private Task<Answer> UploadAsync(
        IncidentState incident,
        ReadOnlySpan<byte> bytes,
        string name
    ) => UploadAsync(incident, bytes.ToArray(), name);

    private async Task<Answer> UploadAsync(IncidentState incident, byte[] bytes, string name)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("text/html");
        using var form = new MultipartFormDataContent { { file, "file", name } };
        using var response = await _client.PostAsync(
            $"/api/incidents/{incident.Id}/timeline/evidence/files",
            form
        );
        return new(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<List<JsonElement>> ItemsAsync(IncidentState incident)
    {
        var list = await _client.GetFromJsonAsync<JsonElement>(
            $"/api/incidents/{incident.Id}/timeline/evidence"
        );
        return [.. list.GetProperty("items").EnumerateArray()];
    }

    private async Task<(int Descriptions, int Contents)> CountsAsync()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TimelineDbContext>();
        (await db.EvidenceUses.CountAsync()).ShouldBe(0, "these tests attach nothing that stays");
        return (await db.Attachments.CountAsync(), await db.AttachmentContents.CountAsync());
    }

    private static List<(string, int)> RedactionsOf(JsonElement json) =>
        [
            .. json.GetProperty("redactions")
                .EnumerateArray()
                .Select(r =>
                    (r.GetProperty("kind").GetString()!, r.GetProperty("count").GetInt32())
                ),
        ];

    private static Guid IdOf(JsonElement json) => json.GetProperty("id").GetGuid();

    private static string UrlOf(JsonElement json) => json.GetProperty("url").GetString()!;

    private static string Sha(JsonElement json) => json.GetProperty("sha256").GetString()!;

    private static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A database that fails at the last moment, like a process that is killed.</summary>
    private sealed class BrokenCommit : DbTransactionInterceptor
    {
        public bool IsBroken { get; set; }

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            System.Data.Common.DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default
        ) =>
            IsBroken
                ? throw new IOException("The machine lost its power.")
                : base.TransactionCommittingAsync(
                    transaction,
                    eventData,
                    result,
                    cancellationToken
                );
    }
}
