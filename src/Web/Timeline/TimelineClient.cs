using Microsoft.AspNetCore.Http;

namespace Pir.Web.Timeline;

/// <summary>Calls the timeline service.</summary>
public sealed class TimelineClient(ApiAccess access) : ApiClient(access, "timeline")
{
    private const int PageSize = 200;
    private const int MostPages = 10;

    /// <summary>
    /// The timeline from its start, up to 2,000 entries; <c>Next</c> is set if there are more.
    /// </summary>
    public async Task<TimelineResponse> ListAsync(string incident, CancellationToken ct)
    {
        var items = new List<Entry>();
        string? after = null;
        IReadOnlyList<TimelineWarning> warnings = [];
        var version = int.MaxValue;
        for (var page = 0; page < MostPages; page++)
        {
            var part = await GetAsync<TimelineResponse>(
                Query(Of(incident), ("limit", $"{PageSize}"), ("after", after)),
                ct
            );
            items.AddRange(part.Items);
            (after, warnings) = (part.Next, part.Warnings);
            version = Math.Min(version, part.IncidentVersion);
            if (after is null)
            {
                break;
            }
        }

        return new(items, after, warnings, version);
    }

    public Task<Entry> AddAsync(string incident, RecordEntryRequest entry, CancellationToken ct) =>
        PostAsync<Entry>(Of(incident), entry, ct);

    public Task<Entry> CorrectAsync(
        string incident,
        Guid entry,
        CorrectEntryRequest changes,
        CancellationToken ct
    ) => SendAsync<Entry>(HttpMethod.Patch, $"{Of(incident)}/{entry}", changes, ct);

    public Task<Entry> GetAsync(string incident, Guid entry, CancellationToken ct) =>
        GetAsync<Entry>($"{Of(incident)}/{entry}", ct);

    public Task<Paged<EntryBefore>> HistoryAsync(
        string incident,
        Guid entry,
        CancellationToken ct
    ) => GetAsync<Paged<EntryBefore>>($"{Of(incident)}/{entry}/history?limit=200", ct);

    /// <summary>Reads an import; nothing is saved.</summary>
    public Task<ImportPreviewResponse> PreviewAsync(
        string incident,
        PreviewImportRequest import,
        CancellationToken ct
    ) => PostAsync<ImportPreviewResponse>($"{Of(incident)}/imports/preview", import, ct);

    public Task ImportAsync(string incident, ImportEntriesRequest entries, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(incident)}/imports", entries, ct);

    /// <summary>Adds an image to an entry.</summary>
    public async Task AttachAsync(
        string incident,
        Guid entry,
        IFormFile image,
        string? alt,
        CancellationToken ct
    )
    {
        using var form = new MultipartFormDataContent();
        await using var content = image.OpenReadStream();
        using var file = new StreamContent(content);
        form.Add(file, "file", string.IsNullOrEmpty(image.FileName) ? "image" : image.FileName);
        form.Add(new StringContent(alt ?? ""), "alt");
        await SendAsync(HttpMethod.Post, $"{Of(incident)}/{entry}/attachments", form, ct);
    }

    public async Task<IReadOnlyList<Image>> EvidenceAsync(string incident, CancellationToken ct) =>
        (await GetAsync<ItemList<Image>>($"{Of(incident)}/evidence", ct)).Items;

    /// <summary>A piece of evidence with the beginning of its text.</summary>
    public Task<Image> EvidenceAsync(string incident, Guid evidence, CancellationToken ct) =>
        GetAsync<Image>($"{Of(incident)}/evidence/{evidence}", ct);

    /// <summary>Adds a text or a link.</summary>
    public Task<Image> AddEvidenceAsync(
        string incident,
        AddEvidenceRequest evidence,
        CancellationToken ct
    ) => PostAsync<Image>($"{Of(incident)}/evidence", evidence, ct);

    public async Task<Image> AddEvidenceAsync(
        string incident,
        IFormFile evidence,
        AddEvidenceRequest about,
        CancellationToken ct
    )
    {
        using var form = new MultipartFormDataContent();
        await using var content = evidence.OpenReadStream();
        using var file = new StreamContent(content);
        form.Add(
            file,
            "file",
            string.IsNullOrEmpty(evidence.FileName) ? "file" : evidence.FileName
        );
        form.Add(new StringContent(about.Alt ?? ""), "alt");
        form.Add(new StringContent(about.CapturedAt?.ToString("O") ?? ""), "capturedAt");
        form.Add(new StringContent(about.Replaces?.ToString() ?? ""), "replaces");
        foreach (var entry in about.Entries ?? [])
        {
            form.Add(new StringContent(entry.ToString()), "entry");
        }

        return await PostAsync<Image>($"{Of(incident)}/evidence/files", form, ct);
    }

    public Task<Image> AttachEvidenceAsync(
        string incident,
        Guid evidence,
        Guid? entry,
        CancellationToken ct
    ) =>
        PostAsync<Image>(
            $"{Of(incident)}/evidence/{evidence}/entries",
            new AttachEvidenceRequest(entry),
            ct
        );

    public async Task<IReadOnlyList<ActivityResponse>> ActivitiesAsync(
        string incident,
        CancellationToken ct
    ) => (await GetAsync<ItemList<ActivityResponse>>($"{Of(incident)}/activities", ct)).Items;

    public Task AddActivityAsync(
        string incident,
        RecordActivityRequest activity,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Post, $"{Of(incident)}/activities", activity, ct);

    public Task ChangeActivityAsync(
        string incident,
        Guid activity,
        ChangeActivityRequest change,
        CancellationToken ct
    ) => SendAsync(HttpMethod.Patch, $"{Of(incident)}/activities/{activity}", change, ct);

    public Task<TimelineSummaryResponse> SummaryAsync(string incident, CancellationToken ct) =>
        GetAsync<TimelineSummaryResponse>($"{Of(incident)}/summary", ct);

    /// <summary>The timeline as it was at a time; null for its end.</summary>
    public Task<TimelineMomentResponse> ThenAsync(
        string incident,
        DateTime? at,
        CancellationToken ct
    ) =>
        GetAsync<TimelineMomentResponse>(
            Query($"{Of(incident)}/then", ("at", at is { } time ? TimelineView.Write(time) : null)),
            ct
        );

    private static string Of(string incident) => $"/api/incidents/{Part(incident)}/timeline";
}
