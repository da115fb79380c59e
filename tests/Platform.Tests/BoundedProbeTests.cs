using Microsoft.Extensions.Time.Testing;
using Pir.Platform.Hosting;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>A late answer is not an outage, but a missing one is.</summary>
public sealed class BoundedProbeTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly BoundedProbe<string> _probe;

    public BoundedProbeTests() => _probe = new(_clock);

    [Fact]
    public async Task What_was_found_last_stands_while_the_answer_is_late()
    {
        await FindAsync("well");

        var (late, question) = await AskAsync();
        _clock.Advance(BoundedProbe.Patience);

        (await late).ShouldBe("well");
        question.SetResult("ill");
        (late, _) = await AskAsync();
        _clock.Advance(BoundedProbe.Patience);
        (await late).ShouldBe("ill");
    }

    [Fact]
    public async Task A_question_open_for_too_long_is_told_at_once_until_it_is_answered()
    {
        await FindAsync("well");
        var (late, question) = await AskAsync();
        _clock.Advance(BoundedProbe.Patience);
        (await late).ShouldBe("well");
        _clock.Advance(BoundedProbe.Limit - BoundedProbe.Patience);

        await Join().ShouldThrowAsync<TimeoutException>();

        question.SetResult("well");
        await FindAsync("well again");
    }

    [Fact]
    public async Task The_first_answer_is_waited_for_up_to_the_limit()
    {
        var (first, _) = await AskAsync();
        _clock.Advance(BoundedProbe.Limit - TimeSpan.FromSeconds(1));
        first.IsCompleted.ShouldBeFalse();

        _clock.Advance(TimeSpan.FromSeconds(1));

        await first.ShouldThrowAsync<TimeoutException>();
    }

    [Fact]
    public async Task A_failure_stands_like_any_other_answer()
    {
        var (first, question) = await AskAsync();
        question.SetException(new IOException("full"));
        await first.ShouldThrowAsync<IOException>();

        var (late, _) = await AskAsync();
        _clock.Advance(BoundedProbe.Patience);

        await late.ShouldThrowAsync<IOException>();
    }

    private async Task FindAsync(string answer)
    {
        var (found, question) = await AskAsync();
        question.SetResult(answer);
        (await found).ShouldBe(answer);
    }

    /// <summary>Starts a new probe, once the previous one has been answered.</summary>
    private async Task<(Task<string> Answer, TaskCompletionSource<string> Question)> AskAsync()
    {
        var question = new TaskCompletionSource<string>();
        var put = new TaskCompletionSource();
        while (true)
        {
            var answer = _probe.AskAsync(() =>
            {
                put.SetResult();
                return question.Task;
            });
            if (await Task.WhenAny(put.Task, answer) == put.Task)
            {
                return (answer, question);
            }
        }
    }

    /// <summary>Probes while another probe is open.</summary>
    private Task<string> Join() => _probe.AskAsync(() => Task.FromResult("asked twice"));
}
