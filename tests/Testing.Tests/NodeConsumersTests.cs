using System.Security.Cryptography;
using System.Text;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class NodeConsumersTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private const string Event = """
        {"specversion":"1.0","id":"1","source":"/pir/review","type":"pir.review.published.v1","data":{"revision":1}}
        """;

    [Fact]
    public async Task Accept_a_signed_event()
    {
        var read = await NodeConsumers.VerifyWebhookAsync(Secret, Signed(Event));
        read.GetProperty("type").GetString().ShouldBe("pir.review.published.v1");
        read.GetProperty("data").GetProperty("revision").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Refuse_an_event_that_was_changed_on_its_way()
    {
        var changed = Signed(Event) with { Body = Event.Replace("published", "revised") };
        var failure = await Should.ThrowAsync<ConsumerRefusedException>(() =>
            NodeConsumers.VerifyWebhookAsync(Secret, changed)
        );
        failure.Message.ShouldContain("No matching signature");
    }

    [Fact]
    public async Task Refuse_a_signed_body_that_is_no_event()
    {
        var failure = await Should.ThrowAsync<ConsumerRefusedException>(() =>
            NodeConsumers.VerifyWebhookAsync(
                Secret,
                Signed("""{"specversion":"1.0","id":"1","source":"/pir"}""")
            )
        );
        failure.Message.ShouldContain("type");
    }

    [Fact]
    public async Task Parse_AsyncAPI_and_name_its_errors()
    {
        using var folder = new TempFolder();
        const string document = """
            {"asyncapi":"3.0.0","info":{"title":"Events","version":"1"},
             "channels":{"events":{"address":"pir.events","messages":{"opened":{"name":"pir.incident.opened.v1","payload":{"type":"object"}}}}},
             "operations":{"publish":{"action":"send","channel":{"$ref":"#/channels/events"}}}}
            """;
        var read = await NodeConsumers.ParseAsyncApiAsync(folder.Write("good.json", document));
        read.GetProperty("messages")[0].GetString().ShouldBe("pir.incident.opened.v1");

        var bad = folder.Write("bad.json", document.Replace("\"send\"", "\"publish\""));
        var failure = await Should.ThrowAsync<ConsumerRefusedException>(() =>
            NodeConsumers.ParseAsyncApiAsync(bad)
        );
        failure.Message.ShouldContain("operations/publish/action");
    }

    [Fact]
    public async Task Lint_OpenAPI_and_name_its_errors()
    {
        using var folder = new TempFolder();
        const string document = """
            {"openapi":"3.1.1","info":{"title":"Timeline","version":"1"},"security":[],
             "paths":{"/api/x":{"get":{"operationId":"GetX","summary":"Get x","responses":{"200":{"description":"OK"},"404":{"description":"No x"}}}}}}
            """;
        await NodeConsumers.LintOpenApiAsync(folder.Write("good.json", document));

        var bad = folder.Write("bad.json", document.Replace("\"operationId\":\"GetX\",", ""));
        var failure = await Should.ThrowAsync<ConsumerRefusedException>(() =>
            NodeConsumers.LintOpenApiAsync(bad)
        );
        failure.Message.ShouldContain("operation-operationId");
    }

    private static SinkRequest Signed(string body)
    {
        var now = TimeProvider.System.GetUtcNow();
        var text = $"msg_1.{now.ToUnixTimeSeconds()}.{body}";
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))
        );
        var headers = new Dictionary<string, string>
        {
            ["Content-Type"] = "application/cloudevents+json; charset=utf-8",
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = $"{now.ToUnixTimeSeconds()}",
            ["webhook-signature"] = $"v1,{signature}",
        };
        return new SinkRequest("POST", "/", headers, body, now);
    }
}
