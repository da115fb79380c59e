using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Policies;

namespace Pir.Web.Reviews;

/// <summary>The addresses of a review's meeting: who attends, what the notes become; and of the rules for reviews.</summary>
internal static class ReviewRoutes
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPost(
            "/reviews/{id:guid}/join",
            (Guid id, ReviewPages p, CancellationToken ct) => p.JoinAsync(id, ct)
        );
        PresencePages.Map(pages);
        MapPeople(pages);
        MapFindings(pages);
        pages.MapGet(
            "/reviews/{id:guid}/notes/now",
            (Guid id, ReviewPages p, CancellationToken ct) => p.NotesNowAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/hints",
            (Guid id, HttpContext context, ReviewPages p, CancellationToken ct) =>
                p.HintsAsync(id, context, ct)
        );
        pages.MapGet(
            "/published/{id:guid}/{revision:int}.md",
            (Guid id, int revision, ReviewPages p, CancellationToken ct) =>
                p.MarkdownAsync(id, revision, ct)
        );
        pages.MapGet(
            "/published/{id:guid}/compare",
            (Guid id, int? from, int? to, ReviewPages p, CancellationToken ct) =>
                p.CompareAsync(id, from, to, ct)
        );
        pages.MapGet("/policies", (PolicyPages p, CancellationToken ct) => p.ShowAsync(null, ct));
        pages.MapPost("/policies", (PolicyPages p, CancellationToken ct) => p.SaveAsync(ct));
    }

    private static void MapPeople(RouteGroupBuilder pages)
    {
        pages.MapPost(
            "/reviews/{id:guid}/attendees",
            (Guid id, ReviewPages p, CancellationToken ct) => p.InviteAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/attendees/{attendee:guid}",
            (Guid id, Guid attendee, ReviewPages p, CancellationToken ct) =>
                p.NoteAttendeeAsync(id, attendee, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/attendees/{attendee:guid}/remove",
            (Guid id, Guid attendee, ReviewPages p, CancellationToken ct) =>
                p.RemoveAttendeeAsync(id, attendee, ct)
        );
        foreach (var decision in new[] { "accept", "decline" })
        {
            pages.MapPost(
                "/reviews/{id:guid}/access/{request:guid}/" + decision,
                (Guid id, Guid request, ReviewPages p, CancellationToken ct) =>
                    p.DecideAccessAsync(id, request, decision, ct)
            );
        }

        pages.MapPost(
            "/reviews/{id:guid}/schedule",
            (Guid id, ReviewPages p, CancellationToken ct) => p.ScheduleAsync(id, ct)
        );
        pages.MapGet(
            "/reviews/{id:guid}/meeting.ics",
            (Guid id, HttpContext context, ReviewPages p, CancellationToken ct) =>
                p.CalendarAsync(id, context, ct)
        );
    }

    private static void MapFindings(RouteGroupBuilder pages)
    {
        pages.MapPost(
            "/reviews/{id:guid}/pick",
            (Guid id, ReviewPages p, CancellationToken ct) => p.PickAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/findings/{finding:guid}",
            (Guid id, Guid finding, ReviewPages p, CancellationToken ct) =>
                p.ChangeFindingAsync(id, finding, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/findings/{finding:guid}/remove",
            (Guid id, Guid finding, ReviewPages p, CancellationToken ct) =>
                p.RemoveFindingAsync(id, finding, ct)
        );
    }
}
