using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Time;

namespace Pir.Timelines.Domain;

/// <summary>Something that somebody was asked to do during an incident.</summary>
public sealed class Activity : IAggregate
{
    public const int MaxTitle = 500;

    /// <summary>Most activities of one incident.</summary>
    public const int MaxPerIncident = 200;

    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public string Title { get; set; } = "";
    public string? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    public DateTime RequestedAt { get; set; }
    public DateTime? StartedAt { get; set; }
    public DateTime? FinishedAt { get; set; }
    public string AuthorKind { get; set; } = "";
    public string AuthorId { get; set; } = "";
    public string AuthorName { get; set; } = "";
    public int Version { get; set; }

    public Person? Owner => OwnerName is { } name ? new(OwnerId, name) : null;
    public Actor Author => new(AuthorKind, AuthorId, AuthorName);
    public ActivityTimes Times => new(RequestedAt, StartedAt, FinishedAt);

    /// <summary>The rule that the times break together, with the field; null if none.</summary>
    public static (string Field, string Rule)? Check(ActivityTimes times) =>
        times.StartedAt < times.RequestedAt ? ("startedAt", "must not be before requestedAt")
        : times.FinishedAt is not null && times.StartedAt is null
            ? ("startedAt", "is required with finishedAt")
        : times.FinishedAt < times.StartedAt ? ("finishedAt", "must not be before startedAt")
        : null;

    /// <summary>Starts, finishes or corrects it; null leaves a value unchanged.</summary>
    /// <param name="isSilent">Whether its incident is.</param>
    public Decision Change(ActivityChange change, bool isSilent)
    {
        var times = new ActivityTimes(
            change.RequestedAt?.ToMicroseconds() ?? RequestedAt,
            change.StartedAt.ToMicroseconds() ?? StartedAt,
            change.FinishedAt.ToMicroseconds() ?? FinishedAt
        );
        if (Check(times) is var (field, rule))
        {
            return Decision.Invalid(field, rule);
        }

        var (title, owner) = (change.Title ?? Title, change.Owner ?? Owner);
        if ((title, owner, times) == (Title, Owner, Times))
        {
            return Decision.Nothing;
        }

        Title = title;
        (OwnerId, OwnerName) = (owner?.Id, owner?.Name.Truncated(TimelineEntry.MaxName));
        (RequestedAt, StartedAt, FinishedAt) = times;
        return Decision.Changed(new ActivityRecorded(ToState(Version + 1, isSilent)));
    }

    public ActivityState ToState(int version, bool isSilent) =>
        new(Id, IncidentId, Title, Owner, RequestedAt, StartedAt, FinishedAt, version, isSilent);
}

/// <summary>Wanted values of an activity; null leaves one unchanged.</summary>
public sealed record ActivityChange(
    string? Title,
    Person? Owner,
    DateTime? RequestedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt
);
