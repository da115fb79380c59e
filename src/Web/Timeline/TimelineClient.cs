using Microsoft.AspNetCore.Http;
using Pir.Contracts.Events;
using Pir.Contracts.Timeline;

namespace Pir.Web.Timeline;

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
    bool IsMarked,
    string? SaidBy,
    int Corrections,
    IReadOnlyList<Image>? Attachments,
    int Version
);

/// <summary>An image of an entry.</summary>
/// <param name="Url">Path of its content.</param>
public sealed record Image(
    Guid Id,
    string Url,
    string FileName,
    string? Alt,
    int Size,
    string Sha256,
    DateTime CapturedAt,
    Actor? Uploader
);

/// <summary>What an entry said before a correction.</summary>
public sealed record EntryBefore(
    int Version,
    TimelineEntryKind Kind,
    string Text,
    DateTime OccurredAt,
    DateTime CorrectedAt,
    Actor? CorrectedBy,
    string? Reason
);

/// <summary>A message read from a pasted chat.</summary>
public sealed record ChatMessage(
    string? SaidBy,
    DateTime? OccurredAt,
    TimelineEntryKind Kind,
    string Text
);

public sealed record Chat(IReadOnlyList<ChatMessage> Items, int LeftOut);

/// <summary>Timelines.</summary>
public sealed class TimelineClient(ApiAccess access) : ApiClient(access, "timeline")
{
    private const int PageSize = 200;
    private const int MostPages = 10;

    /// <summary>
    /// The timeline from its beginning, up to 2,000 lines; <c>Next</c> tells whether there is more.
    /// </summary>
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

    public Task<Entry> GetAsync(string incident, Guid entry, CancellationToken ct) =>
        GetAsync<Entry>($"{Of(incident)}/{entry}", ct);

    public Task<Paged<EntryBefore>> HistoryAsync(
        string incident,
        Guid entry,
        CancellationToken ct
    ) => GetAsync<Paged<EntryBefore>>($"{Of(incident)}/{entry}/history?limit=200", ct);

    /// <summary>Splits a pasted chat; nothing is saved.</summary>
    public Task<Chat> ReadChatAsync(string incident, object chat, CancellationToken ct) =>
        PostAsync<Chat>($"{Of(incident)}/chat", chat, ct);

    public Task AddManyAsync(string incident, object entries, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(incident)}/batch", entries, ct);

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

    private static string Of(string incident) => $"/api/incidents/{Part(incident)}/timeline";
}
