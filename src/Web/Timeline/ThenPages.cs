using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Times;
using Pir.Web.Incidents;

namespace Pir.Web.Timeline;

/// <summary>An incident as it was at a time.</summary>
/// <param name="State">Null if it could not be reached.</param>
public sealed record ThenModel(
    Incident Incident,
    TimelineMomentResponse Timeline,
    IncidentMomentResponse? State
);

/// <summary>Scrubs through an incident.</summary>
internal sealed class ThenPages(TimelineClient timeline, IntakeClient intake, Zone zone)
{
    public static void Map(RouteGroupBuilder pages) =>
        pages
            .For(Scopes.IncidentsRead)
            .MapGet(
                "/incidents/{id}/then",
                (
                    string id,
                    string? at,
                    string? minute,
                    UnreadFilters unread,
                    ThenPages p,
                    CancellationToken ct
                ) => p.ShowAsync(id, at, minute, unread, ct)
            );

    private async Task<IResult> ShowAsync(
        string id,
        string? at,
        string? minute,
        UnreadFilters unread,
        CancellationToken ct
    )
    {
        var whole = await timeline.ThenAsync(id, null, ct);
        // The slider counts minutes from the beginning; a time that was typed comes first.
        var time =
            unread.Note("at", at, TimeOf(at), hasField: true) is { } typed ? typed.At
            : unread.Note("minute", minute, MinuteOf(minute)) is { } slid
                ? whole.From.AddMinutes(slid.Count)
            : whole.Until;
        var then = await timeline.ThenAsync(id, time, ct);
        return Page.Show<ThenPage, ThenModel>(
            new(
                await intake.GetAsync(id, ct),
                then,
                await intake.ThenAsync(id, then.At, ct).OrNullAsync()
            )
        );
    }

    /// <summary>A time in the reader's zone, or an exact one, that is not in the future.</summary>
    private Given? TimeOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : (Zone.Local(text) is null ? TimelineView.ReadInstant(text) : zone.Read(text)) is { } time
        && TimeRules.CheckPast(time, zone.Now) is null
            ? new(time)
        : null;

    private static Minutes? MinuteOf(string? text) =>
        int.TryParse(text, out var count) && count is >= 0 and < 1_000_000 ? new(count) : null;

    private sealed record Given(DateTime At);

    private sealed record Minutes(int Count);
}
