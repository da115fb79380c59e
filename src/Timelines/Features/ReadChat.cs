using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Timeline;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>Splits a pasted chat into entries to check; nothing is saved.</summary>
public static class ReadChat
{
    public const int MaxText = 200_000;

    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/chat", Handle)
            .May(Permissions.WriteTimelines)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName("ReadChat")
            .WithSummary(
                "Split a pasted chat into entries with authors and times; saves nothing, so send "
                    + "the checked entries to batch"
            )
            .ProducesProblem(404);

    internal static async Task<Results<Ok<ReadChatResponse>, ProblemHttpResult>> Handle(
        string incident,
        ReadChatRequest request,
        IncidentFinder finder,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var errors = new FieldErrors()
            .That(!string.IsNullOrWhiteSpace(request.Text), "text", "is required: paste the chat")
            .That(
                (request.Text?.Length ?? 0) <= MaxText,
                "text",
                $"must be at most {MaxText} characters long; paste it in parts"
            )
            .That(
                TimeZoneInfo.TryFindSystemTimeZoneById(request.Zone ?? "UTC", out var zone),
                "zone",
                "must be the name of a time zone, such as Europe/Berlin"
            );
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone!).DateTime;
        var messages = ChatLog.Read(request.Text!, now, request.Date);
        var items = messages
            .Take(RecordEntries.MaxItems)
            .Select(m => new ChatLine(
                m.Name,
                m.At is { } at ? ToUtc(at, zone!) : null,
                TimelineEntryKind.Communication,
                m.Text
            ));
        return TypedResults.Ok(
            new ReadChatResponse([.. items], Math.Max(0, messages.Count - RecordEntries.MaxItems))
        );
    }

    /// <summary>A time that the clocks skip is read as one hour later.</summary>
    private static DateTime ToUtc(DateTime local, TimeZoneInfo zone)
    {
        var at = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(at) ? at.AddHours(1) : at, zone);
    }
}
