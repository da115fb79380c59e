using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// An alert that a rule or silence holds back, one row for each fingerprint: its latest firing
/// without an incident.
/// </summary>
public sealed class HeldAlert
{
    /// <summary><see cref="Alert.KeyOf"/>.</summary>
    public Guid Key { get; init; }
    public Guid Id { get; init; }
    public Guid SourceId { get; init; }
    public HeldAlertState State { get; private set; }

    /// <summary>The key by which it is found when an incident opens; null for none.</summary>
    public Guid? GroupKey { get; private set; }
    public Guid? RuleId { get; private set; }
    public Guid? SilenceId { get; private set; }
    public string Title { get; private set; } = "";
    public Severity Severity { get; private set; }
    public string? Service { get; private set; }
    public DateTime StartsAt { get; private set; }
    public DateTime? EndsAt { get; private set; }
    public DateTime FirstSeenAt { get; private set; }
    public DateTime LastSeenAt { get; private set; }
    public int Occurrences { get; private set; }

    /// <summary>The incident that it was released into.</summary>
    public Guid? IncidentId { get; private set; }

    /// <summary>The alert as JSON.</summary>
    public string Content { get; private set; } = "";
    public int Version { get; set; }

    /// <summary>Its stored version; 0 if it is new.</summary>
    public int StoredVersion { get; internal set; }

    public bool IsHeld => State is HeldAlertState.Waiting or HeldAlertState.Suppressed;

    internal static HeldAlert Of(SourceSettings source, IncomingAlert alert, DateTime now) =>
        new()
        {
            Key = alert.Key,
            Id = SortableId.New(now),
            SourceId = source.Id,
            State = HeldAlertState.Ended,
        };

    /// <summary>Holds a report of the alert.</summary>
    internal void Hold(
        SourceSettings source,
        IncomingAlert alert,
        AlertRoute route,
        Silence? silence,
        DateTime startsAt,
        DateTime now
    )
    {
        if (!IsHeld || startsAt != StartsAt)
        {
            (FirstSeenAt, Occurrences, StartsAt) = (now, 0, startsAt);
        }

        State = silence is null ? HeldAlertState.Waiting : HeldAlertState.Suppressed;
        GroupKey = silence is null ? route.Group ?? route.Count : null;
        (RuleId, SilenceId) = (route.Rule?.Id, silence?.Id);
        (EndsAt, IncidentId) = (null, null);
        Occurrences++;
        LastSeenAt = now > LastSeenAt ? now : LastSeenAt;
        Title = alert.Title;
        Severity = route.Severity ?? source.SeverityOf(alert);
        Service = route.Context.Service;
        Content = JsonSerializer.Serialize(HeldContent.Of(alert), EventJson.Options);
    }

    internal void End(DateTime at)
    {
        State = HeldAlertState.Ended;
        EndsAt = at > StartsAt ? at : StartsAt;
    }

    internal void Release(Guid incident) =>
        (State, IncidentId) = (HeldAlertState.Released, incident);

    /// <summary>The alert as it was last reported.</summary>
    internal IncomingAlert ToIncoming()
    {
        var content = JsonSerializer.Deserialize<HeldContent>(Content, EventJson.Options)!;
        return content.ToIncoming(Key, StartsAt, Severity);
    }

    /// <summary>What a report says.</summary>
    private sealed record HeldContent(
        string Fingerprint,
        string Title,
        string? Description,
        string? SeverityWord,
        Severity? Severity,
        IncidentContext Context,
        string? Url,
        string? RunbookUrl,
        string? Labels,
        string? Annotations
    )
    {
        public static HeldContent Of(IncomingAlert alert) =>
            new(
                alert.Fingerprint,
                alert.Title,
                alert.Description,
                alert.SeverityWord,
                alert.Severity,
                alert.Context,
                alert.Url,
                alert.RunbookUrl,
                alert.Labels,
                alert.Annotations
            );

        public IncomingAlert ToIncoming(Guid key, DateTime startsAt, Severity otherwise) =>
            new()
            {
                Fingerprint = Fingerprint,
                Key = key,
                Signal = AlertSignal.Firing,
                Title = Title,
                Description = Description,
                SeverityWord = SeverityWord,
                Severity = Severity ?? otherwise,
                Context = Context,
                StartsAt = startsAt,
                Url = Url,
                RunbookUrl = RunbookUrl,
                Labels = Labels,
                Annotations = Annotations,
            };
    }
}
