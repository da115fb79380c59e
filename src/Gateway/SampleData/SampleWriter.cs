using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Gateway.SampleData;

/// <summary>
/// Writes one sample incident step by step, as people would. Each step can be repeated: what
/// already exists is left alone, so that loading continues where it was interrupted.
/// </summary>
internal sealed class SampleWriter(SampleServices services, SampleStory story)
{
    private SampleIncident Incident => story.Incident;
    private string Path => "/api/incidents/" + story.Id;

    public async Task WriteAsync(CancellationToken token)
    {
        if (await TryOpenAsync(token) is not { } opened)
        {
            return;
        }

        if (opened.GetProperty("status").GetString() != "closed")
        {
            await RespondAsync(token);
        }

        if (Incident.Review is not null)
        {
            await new SampleReviewWriter(services, story).WriteAsync(token);
        }
    }

    /// <summary>Null where somebody deleted it before.</summary>
    private async Task<JsonElement?> TryOpenAsync(CancellationToken token)
    {
        try
        {
            return await OpenAsync(token);
        }
        catch (SampleDataException refused) when (refused.Code == "deleted")
        {
            return null;
        }
    }

    private Task<JsonElement> OpenAsync(CancellationToken token) =>
        services.DoAsync(
            EventCatalog.Intake,
            HttpMethod.Post,
            "/api/incidents",
            new OpenIncidentRequest
            {
                Id = story.Id,
                IsSilent = true,
                Title = Incident.Title,
                Severity = (Severity)Incident.Severity,
                Service = Incident.Service,
                Team = story.Team,
                DetectionSource = Incident.Detection,
                DetectedAt = story.DetectedAt,
                ImpactStartedAt = ImpactStartedAt,
                IsDrill = Incident.IsDrill,
            },
            story.Who("responder"),
            story.Minutes(0.5),
            token
        );

    private DateTime? ImpactStartedAt =>
        Incident.ImpactBefore is { } minutes ? story.DetectedAt.AddMinutes(-minutes) : null;

    private async Task RespondAsync(CancellationToken token)
    {
        var acknowledged = story.Minutes(Incident.Acknowledged);
        await ChangeAsync(
            "acknowledge",
            new AcknowledgeIncidentRequest(acknowledged),
            acknowledged,
            token
        );
        foreach (var (role, name) in story.Roles())
        {
            await ChangeAsync(
                "roles",
                new AssignRoleRequest(role, null, name),
                acknowledged,
                token
            );
        }

        await RecordImpactAsync(null, story.Minutes(Incident.Acknowledged + 6), token);
        await WriteEntriesAsync(token);
        if (Incident.Mitigated is { } mitigated)
        {
            var at = story.Minutes(mitigated);
            await ChangeAsync("mitigate", new MitigateIncidentRequest(at), at, token);
        }

        if (Incident.Resolved is { } resolved)
        {
            var at = story.Minutes(resolved);
            await RecordImpactAsync(story.Minutes(Incident.Mitigated ?? resolved), at, token);
            await ChangeAsync("resolve", new ResolveIncidentRequest(at), at, token);
        }
    }

    private async Task RecordImpactAsync(DateTime? endedAt, DateTime at, CancellationToken token)
    {
        if (Incident.Impact is { } impact)
        {
            var body = new RecordImpactRequest(
                impact.Customers,
                impact.Operations,
                impact.Availability,
                impact.Affected,
                impact.Reported,
                ImpactStartedAt ?? story.DetectedAt,
                endedAt
            );
            await ChangeAsync("impact", body, at, token);
        }
    }

    private async Task WriteEntriesAsync(CancellationToken token)
    {
        var there = await TextsAsync(token);
        foreach (var entry in story.Entries().Where(e => !there.Contains(e.Text)))
        {
            await services.DoAsync(
                EventCatalog.TimelineService,
                HttpMethod.Post,
                Path + "/timeline",
                new
                {
                    kind = entry.Kind,
                    text = entry.Text,
                    occurredAt = entry.At,
                },
                entry.Who,
                story.NotAfterNow(entry.At.AddSeconds(40)),
                token
            );
        }
    }

    private async Task<HashSet<string>> TextsAsync(CancellationToken token)
    {
        var page = await services.GetAsync(
            EventCatalog.TimelineService,
            Path + "/timeline?limit=200",
            token
        );
        return page is { } entries
            ?
            [
                .. entries
                    .GetProperty("items")
                    .EnumerateArray()
                    .Select(e => e.GetProperty("text").GetString()!),
            ]
            : [];
    }

    private async Task ChangeAsync(string verb, object body, DateTime at, CancellationToken token)
    {
        try
        {
            await services.DoAsync(
                EventCatalog.Intake,
                HttpMethod.Post,
                $"{Path}/{verb}",
                body,
                story.Who("commander"),
                at,
                token
            );
        }
        catch (SampleDataException refused)
            when (refused.Code.StartsWith("already-", StringComparison.Ordinal)
                || refused.Code == "invalid-transition"
            )
        {
            // Somebody was faster, e.g. a person who tried out the incident during loading.
        }
    }
}
