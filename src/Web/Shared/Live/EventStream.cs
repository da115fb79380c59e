using System.Globalization;

namespace Pir.Web.Shared.Live;

/// <summary>The notification service's live stream of events.</summary>
public sealed class EventStream(ApiAccess access) : ApiClient(access, "notification")
{
    /// <summary>The stream of events. The caller disposes the response.</summary>
    /// <param name="since">When the page was read that the stream keeps up to date.</param>
    public Task<HttpResponseMessage> ReadAsync(
        string? events,
        Guid? incident,
        DateTimeOffset? since,
        string? lastEventId,
        CancellationToken ct
    ) =>
        OpenAsync(
            Query(
                "/api/events",
                ("events", events),
                ("incident", incident?.ToString()),
                ("since", since?.ToString("O", CultureInfo.InvariantCulture))
            ),
            lastEventId,
            ct
        );
}
