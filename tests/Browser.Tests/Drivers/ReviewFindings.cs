namespace Pir.Browser.Tests.Drivers;

/// <summary>The findings of a realistic review.</summary>
internal static class ReviewFindings
{
    private static readonly (string Kind, string? Question, string Text)[] All =
    [
        ("answer", "detect", "The only alert counted days left on one of three hosts."),
        (
            "answer",
            "diagnose",
            "Two dashboards disagreed; Grace Hopper should have had one to trust."
        ),
        ("luck", null, "It was Sunday: a weekday would have meant ten times the customers."),
        ("learning", null, "The partners' API shares the edge's certificate."),
        ("wentWell", null, "The rollback of the edge took four minutes, as rehearsed."),
        ("wentWrong", null, "The reminder went to a mailbox nobody reads."),
    ];

    public static async Task AddAsync(Api api, string review)
    {
        foreach (var (kind, question, text) in All)
        {
            await api.PostAsync(
                $"/api/reviews/{review}/findings",
                new
                {
                    kind,
                    question,
                    text,
                }
            );
        }

        await api.PostAsync($"/api/reviews/{review}/attendees", new { name = "Grace Hopper" });
        await api.PutAsync(
            $"/api/reviews/{review}/schedule",
            new { scheduledFor = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(20) }
        );
    }
}
