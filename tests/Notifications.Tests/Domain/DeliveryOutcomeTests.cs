using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class DeliveryOutcomeTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    private static readonly NotificationOptions Standard = new();

    [Fact]
    public void The_standard_schedule_makes_ten_attempts_over_three_days_each_wait_spread_by_a_fifth()
    {
        int[] seconds = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
        for (var attempts = 1; attempts <= seconds.Length; attempts++)
        {
            var expected = TimeSpan.FromSeconds(seconds[attempts - 1]);
            Wait(attempts, 0.5).ShouldBe(expected, TimeSpan.FromMilliseconds(1));
            Wait(attempts, 0).ShouldBe(expected * 0.8, TimeSpan.FromMilliseconds(1));
            Wait(attempts, 1).ShouldBe(expected * 1.2, TimeSpan.FromMilliseconds(1));
        }

        RetrySchedule.Next(Standard.Schedule, 10, null, TimeSpan.MaxValue, 0.5).ShouldBeNull();
    }

    [Theory]
    [InlineData(60, 60)] // longer than the schedule: kept
    [InlineData(1, 5)] // shorter: the schedule stands
    [InlineData(900_000, 86_400)] // absurd: bounded
    public void A_receiver_may_ask_for_a_longer_wait(int asked, int expected) =>
        RetrySchedule
            .Next(Standard.Schedule, 1, TimeSpan.FromSeconds(asked), Standard.MaxRetryAfter, 0.5)
            .ShouldBe(TimeSpan.FromSeconds(expected));

    [Fact]
    public void Success_settles_it()
    {
        var outcome = Judge(Job(attempts: 2), new(204, null, null, TimeSpan.FromMilliseconds(12)));

        outcome.Status.ShouldBe(DeliveryStatus.Delivered);
        outcome.NextAttemptAt.ShouldBeNull();
        outcome.Succeeded.ShouldBe(true);
        Delivery.ReadLog(outcome.AttemptLog).ShouldBe([new(Now, 204, null, 12)]);
    }

    [Fact]
    public void Failure_is_tried_again_and_in_the_end_given_up()
    {
        var failed = new SendResult(500, DeliveryCause.Status, null, TimeSpan.Zero);

        Judge(Job(attempts: 0), failed).Status.ShouldBe(DeliveryStatus.Pending);
        Judge(Job(attempts: 0), failed).NextAttemptAt.ShouldBe(Now.AddSeconds(5));
        Judge(Job(attempts: 9), failed).Status.ShouldBe(DeliveryStatus.Failed);
        Judge(Job(attempts: 9), failed).NextAttemptAt.ShouldBeNull();
    }

    [Fact]
    public void Gone_ends_the_subscription_but_not_for_a_test()
    {
        var gone = new SendResult(410, DeliveryCause.Gone, null, TimeSpan.Zero);

        Judge(Job(), gone).Disable.ShouldBe(DisabledReason.Gone);
        Judge(Job(), gone).Status.ShouldBe(DeliveryStatus.Disabled);
        Judge(Job(isTest: true), gone).Disable.ShouldBeNull();
    }

    [Fact]
    public void A_test_is_tried_once_and_says_nothing_about_the_subscription()
    {
        var outcome = Judge(Job(isTest: true), new(500, DeliveryCause.Status, null, TimeSpan.Zero));

        outcome.Status.ShouldBe(DeliveryStatus.Failed);
        outcome.Succeeded.ShouldBeNull();
    }

    [Fact]
    public void The_log_of_attempts_is_bounded()
    {
        var log = "[]";
        for (var i = 0; i < 50; i++)
        {
            log = Delivery.Append(log, new(Now.AddMinutes(i), 500, DeliveryCause.Status, i));
        }

        var read = Delivery.ReadLog(log);
        read.Count.ShouldBe(Delivery.MaxAttemptsKept);
        read[^1].DurationMs.ShouldBe(49);
        log.Length.ShouldBeLessThan(4_000);
    }

    private static TimeSpan Wait(int attempts, double random) =>
        RetrySchedule.Next(Standard.Schedule, attempts, null, TimeSpan.MaxValue, random)!.Value;

    private static DeliveryOutcome Judge(DeliveryJob job, SendResult result) =>
        DeliveryOutcome.Of(job, result, Standard, Now, 0.5);

    private static DeliveryJob Job(int attempts = 0, bool isTest = false) =>
        new(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "pir.review.published.v1",
            1,
            attempts,
            "[]",
            Now,
            Now,
            Now.AddMinutes(1),
            null,
            isTest,
            null,
            null
        );
}
