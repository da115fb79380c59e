using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Pir.Contracts.Connections;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Sending;

/// <summary>
/// The guard against calls into the own network, with the real client in front of a real listener.
/// </summary>
public sealed class TargetGuardTests
{
    private static readonly string Secret = WebhookSecret.Create();

    [Theory]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f000001:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    public async Task Nothing_reaches_a_listener_on_this_machine(string form)
    {
        await using var sink = await WebhookSink.StartNewAsync();
        var url = string.Format(null, form, sink.Address.Port);

        (await SendAsync(url, allowPrivate: false)).Error.ShouldBe(DeliveryCause.BlockedAddress);

        sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_listener_is_reached_where_the_operator_allows_it()
    {
        await using var sink = await WebhookSink.StartNewAsync();

        var result = await SendAsync($"http://localhost:{sink.Address.Port}/", allowPrivate: true);

        result.IsSuccess.ShouldBeTrue(result.Error);
        sink.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_was_public_at_the_check_and_private_at_the_call_is_refused()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        var answers = new Queue<string>(["93.184.215.14", "127.0.0.1"]);
        var guard = Guard((_, _) => Task.FromResult(new[] { IPAddress.Parse(answers.Dequeue()) }));
        var url = $"http://rebinding.example:{sink.Address.Port}/";

        (await guard.CheckAsync(url, CancellationToken.None)).ShouldBeNull();
        (await SendAsync(url, guard)).Error.ShouldBe(DeliveryCause.BlockedAddress);

        sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_several_addresses_only_public_ones_are_tried()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        // The public address does not respond here. It matters that there is no fallback to the
        // private one.
        var guard = Guard(
            (_, _) =>
                Task.FromResult(
                    new[]
                    {
                        IPAddress.Loopback,
                        IPAddress.Parse("192.0.2.1"),
                        IPAddress.IPv6Loopback,
                    }
                )
        );

        var result = await SendAsync($"http://mixed.example:{sink.Address.Port}/", guard);

        result.Error.ShouldBe(DeliveryCause.BlockedAddress);
        sink.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://localhost/", TargetUrl.NotPublic)]
    [InlineData("https://127.0.0.1/", TargetUrl.NotPublic)]
    [InlineData("https://inside.example/", TargetUrl.NotPublic)]
    [InlineData("https://nowhere.example/", null)]
    [InlineData("https://outside.example/", null)]
    public async Task The_check_at_creation_resolves_names(string url, string? expected)
    {
        var guard = Guard(
            (host, token) =>
                host switch
                {
                    "inside.example" => Task.FromResult(new[] { IPAddress.Parse("10.1.2.3") }),
                    "outside.example" => Task.FromResult(new[] { IPAddress.Parse("1.1.1.1") }),
                    "nowhere.example" => throw new SocketException((int)SocketError.HostNotFound),
                    _ => Dns.GetHostAddressesAsync(host, token),
                }
        );

        (await guard.CheckAsync(url, CancellationToken.None)).ShouldBe(expected);
    }

    [Theory]
    [InlineData(301, DeliveryCause.Redirect)]
    [InlineData(307, DeliveryCause.Redirect)]
    [InlineData(404, DeliveryCause.Status)]
    [InlineData(410, DeliveryCause.Gone)]
    [InlineData(500, DeliveryCause.Status)]
    [InlineData(200, null)]
    [InlineData(204, null)]
    public async Task Only_a_2xx_is_success_and_redirects_are_not_followed(
        int status,
        string? error
    )
    {
        await using var sink = await WebhookSink.StartNewAsync();
        sink.AnswerNext(
            new SinkAnswer(
                status,
                Headers: new Dictionary<string, string>
                {
                    ["Location"] = sink.At("/elsewhere").ToString(),
                }
            )
        );

        var result = await SendAsync(sink.Address.ToString(), allowPrivate: true);

        result.StatusCode.ShouldBe(status);
        result.Error.ShouldBe(error);
        sink.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_broken_a_refused_and_a_silent_connection_have_words_of_their_own()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        sink.AnswerNext(
            new SinkAnswer(Break: true),
            new SinkAnswer(Delay: TimeSpan.FromMinutes(1))
        );

        (await SendAsync(sink.Address.ToString(), true)).Error.ShouldBe(DeliveryCause.Connection);
        (await SendAsync(sink.Address.ToString(), true)).Error.ShouldBe(DeliveryCause.Timeout);
        (await SendAsync($"https://127.0.0.1:{sink.Address.Port}/", true)).Error.ShouldBe(
            DeliveryCause.Tls
        );
        await sink.StopAsync();
        (await SendAsync(sink.Address.ToString(), true)).Error.ShouldBe(DeliveryCause.Refused);
    }

    [Fact]
    public async Task An_endless_answer_is_not_read()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        sink.AnswerNext(new SinkAnswer(Body: new string('x', 10_000_000)));

        (await SendAsync(sink.Address.ToString(), true)).IsSuccess.ShouldBeTrue();
    }

    private static TargetGuard Guard(ResolveHost resolve, bool allowPrivate = false) =>
        new(resolve, Options.Create(Settings(allowPrivate)));

    private static NotificationOptions Settings(bool allowPrivate) =>
        new()
        {
            AllowPrivateTargets = allowPrivate,
            AllowInsecureTargets = true,
            Timeout = TimeSpan.FromSeconds(2),
        };

    private static Task<SendResult> SendAsync(string url, bool allowPrivate) =>
        SendAsync(
            url,
            Guard((host, token) => Dns.GetHostAddressesAsync(host, token), allowPrivate)
        );

    private static async Task<SendResult> SendAsync(string url, TargetGuard guard)
    {
        using var client = new WebhookClient(
            guard,
            Options.Create(Settings(false)),
            TimeProvider.System
        );
        return await client.SendAsync(
            new Uri(url),
            "msg_1",
            [Secret],
            "{}"u8.ToArray(),
            CancellationToken.None
        );
    }
}
