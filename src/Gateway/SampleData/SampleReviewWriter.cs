using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Gateway.SampleData;

/// <summary>
/// Writes the review of one sample incident, as far as it got. Each step can be repeated.
/// </summary>
internal sealed class SampleReviewWriter(SampleServices services, SampleStory story)
{
    private const int LooksForReview = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private string Owner => story.Who("commander");

    private SampleIncident Incident => story.Incident;

    public async Task WriteAsync(CancellationToken token)
    {
        var review = await FindAsync(token);
        var path = "/api/reviews/" + review;
        if (Incident.Review == "waived")
        {
            var why = new { reason = "Same cause as two weeks ago. The earlier review covers it." };
            await DoAsync(HttpMethod.Post, path + "/waive", why, story.HoursAfter(20), token);
            return;
        }

        await DoAsync(
            HttpMethod.Put,
            path + "/owner",
            new { name = Owner },
            story.HoursAfter(1),
            token
        );
        if (Incident.Held is { } held)
        {
            await MeetAsync(path, held, token);
        }

        var actions = await ProposeAsync(path, token);
        if (Incident.Published is { } published)
        {
            await PublishAsync(path, published, token);
        }

        await new SampleActionWriter(services, story).WriteAsync(actions, token);
    }

    /// <summary>
    /// The review opened by the policy, or opened by hand if the policy requires none.
    /// </summary>
    private async Task<Guid> FindAsync(CancellationToken token)
    {
        for (var look = 0; look < LooksForReview; look++)
        {
            var found = await services.GetAsync(
                EventCatalog.Review,
                $"/api/reviews?incident={story.Id}",
                token
            );
            if (found?.GetProperty("items") is { } items && items.GetArrayLength() > 0)
            {
                return items[0].GetProperty("id").GetGuid();
            }

            await Task.Delay(Pause, token);
        }

        var opened = await services.DoAsync(
            EventCatalog.Review,
            HttpMethod.Post,
            "/api/reviews",
            new { incident = story.Id },
            Owner,
            null,
            token
        );
        return opened.GetProperty("id").GetGuid();
    }

    private async Task MeetAsync(string path, double held, CancellationToken token)
    {
        var at = story.HoursAfter(held);
        var notes = $"""
            ## What went well

            - {story.Who(
                "commander"
            )} took the lead within minutes, so it was always clear who decides.
            - {story.Fill(story.Pattern.Learned)}

            ## What we want to understand

            - How could we have detected this earlier?
            - Which other services have the same weakness?
            """;
        await DoAsync(HttpMethod.Put, path + "/notes", new { text = notes }, at, token);
        var summary = new { text = story.Fill(story.Pattern.Summary) };
        await DoAsync(HttpMethod.Put, path + "/summary", summary, at, token);
        await DoAsync(HttpMethod.Post, path + "/hold", new { heldAt = at }, at, token);
    }

    /// <summary>
    /// Adds missing factors and actions. Returns the ids of all actions, in the order of the story.
    /// </summary>
    private async Task<IReadOnlyList<Guid>> ProposeAsync(string path, CancellationToken token)
    {
        var at = story.HoursAfter(Incident.Held ?? 12);
        var review = await ReadAsync(path, token);
        var factors = await AddAsync(
            path + "/factors",
            review.GetProperty("factors"),
            story.Pattern.Factors.Select(f => (f.Title, (object)f)),
            at,
            token
        );
        var wanted = story
            .Pattern.Actions.Take(Incident.Actions.Count)
            .Select(a =>
                (
                    a.Title,
                    (object)
                        new
                        {
                            a.Title,
                            a.Type,
                            a.Description,
                            factorId = factors[a.Factor],
                        }
                )
            );
        return await AddAsync(
            path + "/actions",
            review.GetProperty("actions"),
            wanted,
            at.AddMinutes(20),
            token
        );
    }

    private async Task<IReadOnlyList<Guid>> AddAsync(
        string path,
        JsonElement there,
        IEnumerable<(string Title, object Body)> wanted,
        DateTime at,
        CancellationToken token
    )
    {
        var ids = new List<Guid>();
        foreach (var (title, body) in wanted)
        {
            var known = there
                .EnumerateArray()
                .FirstOrDefault(t => t.GetProperty("title").GetString() == title);
            var part =
                known.ValueKind == JsonValueKind.Object
                    ? known
                    : await DoAsync(HttpMethod.Post, path, body, story.NotAfterNow(at), token);
            ids.Add(part.GetProperty("id").GetGuid());
        }

        return ids;
    }

    private async Task PublishAsync(string path, double published, CancellationToken token)
    {
        var review = await ReadAsync(path, token);
        if (review.GetProperty("revision").GetInt32() == 0)
        {
            var at = story.HoursAfter(published);
            await DoAsync(HttpMethod.Post, path + "/publish", new { }, at, token);
        }
    }

    private async Task<JsonElement> ReadAsync(string path, CancellationToken token) =>
        await services.GetAsync(EventCatalog.Review, path, token)
        ?? throw new SampleDataException($"{path} was not found.");

    private Task<JsonElement> DoAsync(
        HttpMethod method,
        string path,
        object body,
        DateTime at,
        CancellationToken token
    ) => services.DoAsync(EventCatalog.Review, method, path, body, Owner, at, token);
}
