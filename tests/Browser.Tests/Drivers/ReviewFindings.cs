using Pir.Contracts.Api;
using Pir.Contracts.Reviews;

namespace Pir.Browser.Tests.Drivers;

/// <summary>The findings of a realistic review.</summary>
internal static class ReviewFindings
{
    private static readonly (FindingKind Kind, string? Question, string Text)[] All =
    [
        (FindingKind.Answer, "detect", "The only alert counted days left on one of three hosts."),
        (
            FindingKind.Answer,
            "diagnose",
            "Two dashboards disagreed; Grace Hopper should have had one to trust."
        ),
        (
            FindingKind.Luck,
            null,
            "It was Sunday: a weekday would have meant ten times the customers."
        ),
        (FindingKind.Learning, null, "The partners' API shares the edge's certificate."),
        (FindingKind.WentWell, null, "The rollback of the edge took four minutes, as rehearsed."),
        (FindingKind.WentWrong, null, "The reminder went to a mailbox nobody reads."),
    ];

    public static async Task AddAsync(Api api, string review)
    {
        foreach (var (kind, question, text) in All)
        {
            await api.PostAsync(
                $"/api/reviews/{review}/findings",
                new FindingRequest(kind, question, text)
            );
        }

        await api.PostAsync(
            $"/api/reviews/{review}/attendees",
            new InviteRequest(null, "Grace Hopper")
        );
        await api.PutAsync(
            $"/api/reviews/{review}/schedule",
            new ScheduleReviewRequest(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(20))
        );
    }
}
