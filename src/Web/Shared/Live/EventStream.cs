namespace Pir.Web.Shared.Live;

/// <summary>The notification service's live stream of events.</summary>
public sealed class EventStream(ApiAccess access) : ApiClient(access, "notification")
{
    /// <summary>The stream of events. The caller disposes the response.</summary>
    public Task<HttpResponseMessage> ReadAsync(
        string? events,
        Guid? incident,
        string? lastEventId,
        CancellationToken ct
    ) =>
        OpenAsync(
            Query("/api/events", ("events", events), ("incident", incident?.ToString())),
            lastEventId,
            ct
        );
}
