using System.Text.Json;
using Pir.Browser.Tests.Drivers;

namespace Pir.Load.Pages;

/// <summary>
/// Fifty realistic incidents, created through the API, so that the product itself writes their
/// rows.
/// </summary>
internal static class Templates
{
    public const int Count = 50;

    private const int EntriesEach = 17; // The product adds its own for the incident's lifecycle.
    private const int ReviewEvery = 5;
    private const int OpenEvery = Count;
    private const int ActionsEvery = 2;

    private static readonly string[] Services =
    [
        "checkout",
        "search",
        "billing",
        "identity",
        "shipping",
    ];

    private static readonly string[] Troubles =
    [
        "answers with errors in the EU",
        "is slow for every tenth customer",
        "queue grows and nobody drains it",
        "certificate expired",
        "loses its connection pool after a deploy",
    ];

    private static readonly string[] Lines =
    [
        "Errors started right after deploy 4711; the logs are full of \"connection pool "
            + "exhausted\".",
        "Roll back instead of scaling the pool: we know the old state works.",
        "kubectl rollout undo deployment/checkout\nhttps://ci.example.org/job/4711",
        "Status page updated, support told.",
        "Error rate back under 1 %.",
    ];

    private static readonly string[] Kinds =
    [
        "observation",
        "decision",
        "action",
        "communication",
        "observation",
    ];

    public static async Task CreateAsync(Api api)
    {
        for (var index = 0; index < Count; index++)
        {
            await CreateAsync(api, index);
        }
    }

    /// <summary>An incident whose timeline is as long as they get.</summary>
    /// <returns>Its reference.</returns>
    public static async Task<string> CreateLongAsync(Api api, int entries)
    {
        var incident = await api.OpenIncidentAsync("Four days of a wandering partition", "sev1");
        for (var index = 0; index < entries; index++)
        {
            await CaptureAsync(api, incident, index);
        }

        return incident;
    }

    private static async Task CreateAsync(Api api, int index)
    {
        var service = Services[index % Services.Length];
        var isReviewed = index % ReviewEvery == 0;
        var incident = await api.OpenIncidentAsync(
            $"{char.ToUpperInvariant(service[0])}{service[1..]} "
                + $"{Troubles[index / Services.Length % Troubles.Length]}",
            isReviewed ? "sev2" : "sev4",
            service
        );
        await api.DoAsync(incident, "acknowledge");
        for (var line = 0; line < EntriesEach; line++)
        {
            await CaptureAsync(api, incident, line);
        }

        if (index % ActionsEvery == 0)
        {
            await AddActionAsync(api, incident);
        }

        if (isReviewed)
        {
            await ReviewAsync(api, await api.ResolveIntoReviewAsync(incident), index);
        }
        else if (index % OpenEvery != 1)
        {
            await api.DoAsync(incident, "resolve");
        }
    }

    private static Task<JsonElement> CaptureAsync(Api api, string incident, int line) =>
        api.CaptureAsync(incident, Lines[line % Lines.Length], Kinds[line % Kinds.Length]);

    private static Task<JsonElement> AddActionAsync(Api api, string incident) =>
        api.PostAsync(
            "/api/actions",
            new
            {
                title = "Alert on the pool before it is empty",
                type = "detective",
                incident,
            }
        );

    private static async Task ReviewAsync(Api api, string review, int index)
    {
        var at = $"/api/reviews/{review}";
        await api.PutAsync($"{at}/notes", new { text = "## What we saw\n\n- the pool ran dry" });
        await api.PostAsync($"{at}/factors", new { title = "No limit", category = "technical" });
        await api.PutAsync($"{at}/summary", new { text = "The **pool** ran dry for 12 minutes." });
        if (index % (2 * ReviewEvery) == 0)
        {
            await api.PostAsync($"{at}/publish", new { });
        }
    }
}
