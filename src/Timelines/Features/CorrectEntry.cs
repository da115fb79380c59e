using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// Corrects an entry, pins it, or marks it for the review. Earlier texts stay in its history.
/// </summary>
public static class CorrectEntry
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPatch("/{entryId:guid}", Handle)
            .May(Permissions.CorrectTimelines)
            .NotAudited(UnauditedBecause.TimelineTells)
            .TakesImports("entry-corrected", "corrected the timeline of {incident}")
            .WithName("CorrectTimelineEntry")
            .WithSummary(
                "Correct a timeline entry, pin it or mark it for the review; an automatic entry "
                    + "keeps its text and kind"
            )
            .ProducesEditProblems();

    internal static async Task<Results<Ok<EntryResponse>, ProblemHttpResult>> Handle(
        string incident,
        Guid entryId,
        CorrectEntryRequest request,
        HttpContext http,
        IncidentFinder finder,
        EntryEditor editor,
        Redactor redactor,
        CancellationToken token
    )
    {
        if (Check(request, editor.Now).Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var change = new EntryChange(
            request.Text,
            request.OccurredAt,
            request.Kind,
            request.IsPinned,
            request.IsMarked
        )
        {
            IsInterpretation = request.IsInterpretation,
            KnownAt = request.KnownAt,
            Repair = request.Repair,
            Milestone = request.Milestone,
        };
        var reason = redactor
            .Redact(request.Reason ?? "")
            .Text.Truncated(EntryRules.MaxReason)
            .TrimmedOrNull();
        return await editor.ChangeAsync(
            http,
            new(found, entryId),
            request.Version,
            (entry, by) =>
                entry.Change(change, found.IsSilent, by with { Reason = reason }, redactor)
        );
    }

    private static FieldErrors Check(CorrectEntryRequest request, DateTime now) =>
        new FieldErrors()
            .Check("text", request.Text is { } text ? EntryRules.CheckText(text) : null)
            .Check("occurredAt", request.OccurredAt is { } at ? TimeRules.CheckPast(at, now) : null)
            .Check("knownAt", request.KnownAt is { } known ? TimeRules.CheckPast(known, now) : null)
            .Check("repair", EntryRules.CheckRepair(request.Repair))
            .Length("reason", request.Reason, EntryRules.MaxReason);
}
