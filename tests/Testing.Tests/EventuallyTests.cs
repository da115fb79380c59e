using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class EventuallyTests
{
    [Fact]
    public async Task Waits_until_the_condition_holds()
    {
        var asked = 0;
        await Eventually.Until(() => ++asked == 3);
        asked.ShouldBe(3);
    }

    [Fact]
    public async Task Says_what_did_not_happen_and_why()
    {
        var failure = await Should.ThrowAsync<TimeoutException>(() =>
            Eventually.Until(
                () => Task.FromException<bool>(new InvalidOperationException("not there")),
                TimeSpan.FromMilliseconds(60),
                "the door opens",
                () => "last seen: closed"
            )
        );
        failure.Message.ShouldContain("the door opens");
        failure.Message.ShouldContain("not there");
        failure.Message.ShouldContain("last seen: closed");
    }

    [Fact]
    public async Task Gives_up_on_a_probe_that_never_answers() =>
        await Should.ThrowAsync<TimeoutException>(() =>
            Eventually.Until(
                () => new TaskCompletionSource<bool>().Task,
                TimeSpan.FromMilliseconds(60)
            )
        );
}
