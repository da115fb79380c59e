using Pir.Contracts.Events;
using Pir.Contracts.Timeline;

namespace Pir.Web.Clients;

/// <summary>One line of a timeline as the API shows it.</summary>
public sealed record Entry(
    Guid Id,
    Guid IncidentId,
    TimelineEntryKind Kind,
    string Text,
    DateTime OccurredAt,
    DateTime RecordedAt,
    Actor? Author,
    bool IsAutomatic,
    bool IsPinned,
    int Version
);

/// <summary>Timelines.</summary>
public sealed class TimelineClient(ApiAccess access) : ApiClient(access, "timeline")
{
    private const int PageSize = 200;
    private const int MostPages = 10;

    /// <summary>The timeline from its beginning, up to 2,000 lines; <c>Next</c> tells whether there is more.</summary>
    public async Task<Paged<Entry>> ListAsync(string incident, CancellationToken ct)
    {
        var items = new List<Entry>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var part = await GetAsync<Paged<Entry>>(
                Query(Of(incident), ("limit", $"{PageSize}"), ("after", after)),
                ct
            );
            items.AddRange(part.Items);
            after = part.Next;
            if (after is null)
            {
                break;
            }
        }

        return new(items, after);
    }

    public Task<Entry> AddAsync(string incident, object entry, CancellationToken ct) =>
        PostAsync<Entry>(Of(incident), entry, ct);

    public Task<Entry> CorrectAsync(
        string incident,
        Guid entry,
        object changes,
        CancellationToken ct
    ) => SendAsync<Entry>(HttpMethod.Patch, $"{Of(incident)}/{entry}", changes, ct);

    private static string Of(string incident) => $"/api/incidents/{Part(incident)}/timeline";
}
