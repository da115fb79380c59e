using Pir.Platform.Messaging;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>
/// A batch has one publish at a time, as long as its confirmation may still come.
/// </summary>
public sealed class PublishesUnderWayTests
{
    private static readonly Guid Batch = Guid.CreateVersion7();
    private readonly Clock _clock = new();
    private readonly List<TaskCompletionSource> _sent = [];
    private readonly PublishesUnderWay _publishes;

    public PublishesUnderWayTests() => _publishes = new(_clock, TimeSpan.FromSeconds(30));

    [Fact]
    public async Task A_second_try_waits_for_the_confirm_on_its_way()
    {
        await GivesUpAsync();
        var second = TryAsync();
        _sent.ShouldHaveSingleItem().SetResult();
        await second;
    }

    [Fact]
    public async Task A_confirm_that_never_comes_is_waited_for_thirty_seconds()
    {
        await GivesUpAsync();
        _clock.Now += TimeSpan.FromSeconds(31);
        var second = TryAsync();
        _sent.Count.ShouldBe(2);
        _sent[1].SetResult();
        await second;
    }

    [Fact]
    public async Task A_publish_that_is_over_is_forgotten()
    {
        var first = TryAsync();
        _sent[0].SetException(new IOException());
        await Should.ThrowAsync<IOException>(first);
        var second = TryAsync();
        _sent.Count.ShouldBe(2);
        _sent[1].SetResult();
        await second;
    }

    private async Task GivesUpAsync()
    {
        using var gone = new CancellationTokenSource();
        var first = TryAsync(gone.Token);
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
    }

    private Task TryAsync(CancellationToken token = default) =>
        _publishes.RunAsync(
            Batch,
            () =>
            {
                _sent.Add(new());
                return _sent[^1].Task;
            },
            token
        );

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
