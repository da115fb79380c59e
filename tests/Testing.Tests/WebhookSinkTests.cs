using System.Net;
using System.Net.Http.Json;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class WebhookSinkTests : IAsyncLifetime
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(5) };
    private WebhookSink _sink = null!;

    public async ValueTask InitializeAsync() => _sink = await WebhookSink.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task Records_what_it_is_sent()
    {
        _client.DefaultRequestHeaders.Add("webhook-id", "msg_1");
        await _client.PostAsJsonAsync(
            _sink.At("hooks/a?b=c"),
            new { type = "pir.review.published.v1" }
        );

        var request = (
            await _sink.WaitForAsync(1, request => request.Path.StartsWith("/hooks/a", default))
        ).Single();
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/hooks/a?b=c");
        request.Header("Webhook-Id").ShouldBe("msg_1");
        request.Json.GetProperty("type").GetString().ShouldBe("pir.review.published.v1");
    }

    [Fact]
    public async Task Answers_as_scripted_then_as_always()
    {
        _sink.AnswerNext(503, 429).AnswerAlways(_ => new SinkAnswer(202));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await _client.PostAsync(_sink.Address, null);
            statuses.Add(response.StatusCode);
        }
        statuses.ShouldBe([
            HttpStatusCode.ServiceUnavailable,
            HttpStatusCode.TooManyRequests,
            HttpStatusCode.Accepted,
        ]);
    }

    [Fact]
    public async Task Sends_headers_breaks_connections_and_is_late_when_told()
    {
        var retryAfter = new Dictionary<string, string> { ["Retry-After"] = "7" };
        _sink.AnswerNext(
            new SinkAnswer(503, Headers: retryAfter),
            new SinkAnswer(Break: true),
            new SinkAnswer(Delay: TimeSpan.FromMinutes(1))
        );

        using var refused = await _client.PostAsync(_sink.Address, null);
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));

        await Should.ThrowAsync<HttpRequestException>(() => _client.PostAsync(_sink.Address, null));

        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() =>
            _client.PostAsync(_sink.Address, null, patience.Token)
        );
    }

    [Fact]
    public async Task Goes_down_and_comes_back_at_the_same_address()
    {
        await _sink.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => _client.GetAsync(_sink.Address));
        await _sink.StartAsync();
        using var response = await _client.GetAsync(_sink.Address);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Says_what_did_arrive_when_the_wait_is_over()
    {
        await _client.GetAsync(_sink.At("elsewhere"));
        var failure = await Should.ThrowAsync<TimeoutException>(() =>
            _sink.WaitForAsync(
                2,
                deadline: TimeSpan.FromMilliseconds(100),
                description: "deliveries"
            )
        );
        failure.Message.ShouldContain("2 deliveries");
        failure.Message.ShouldContain("/elsewhere");
    }
}
