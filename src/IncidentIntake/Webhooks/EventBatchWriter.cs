using System.Buffers;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Writes the events of a commit directly into the bytes of its outbox row, exactly as the
/// serializer writes an <see cref="EventBatch"/> (a test compares them). The general way, through a
/// tree of JSON elements, costs as much as everything else for a delivery.
/// </summary>
public sealed class EventBatchWriter : IDisposable
{
    private static readonly JsonEncodedText Opened = JsonEncodedText.Encode(
        EventCatalog.Of(typeof(IncidentOpened)).Name
    );
    private static readonly JsonEncodedText Attached = JsonEncodedText.Encode(
        EventCatalog.Of(typeof(AlertsAttached)).Name
    );
    private static readonly JsonEncodedText Changed = JsonEncodedText.Encode(
        EventCatalog.Of(typeof(IncidentChanged)).Name
    );
    private static readonly JsonEncodedText Acknowledged = JsonEncodedText.Encode(
        EventCatalog.Of(typeof(IncidentAcknowledged)).Name
    );
    private static readonly JsonEncodedText Resolved = JsonEncodedText.Encode(
        EventCatalog.Of(typeof(IncidentResolved)).Name
    );
    private static readonly JsonEncodedText Source = JsonEncodedText.Encode(EventCatalog.Intake);

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _json;

    public EventBatchWriter() =>
        _json = new(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>
    /// The outbox row for these changes, or null if none of them needs an event.
    /// </summary>
    public OutboxMessage? Write(
        IReadOnlyCollection<IncidentChange> changes,
        ProcessInstance owner,
        DateTime now
    )
    {
        Guid? subject = null;
        var isMixed = false;
        var id = SortableId.New(now);
        string? traceParent = null;
        foreach (var change in changes)
        {
            if (!IsWorthTelling(change))
            {
                continue;
            }

            if (subject is null)
            {
                Begin(id);
                traceParent = change.TraceParent;
            }

            isMixed |= subject is not null;
            subject = change.Incident.Id;
            WriteEvents(change, now);
        }

        return subject is null
            ? null
            : End(id, isMixed ? null : subject.Value.ToString(), traceParent, owner, now);
    }

    public void Dispose() => _json.Dispose();

    // A closed incident gets no more events; an empty change is only bookkeeping.
    private static bool IsWorthTelling(IncidentChange change) =>
        (
            change.TellsOfAlerts
            || change.Raised.Count > 0
            || change.AcknowledgedFrom is not null
            || change.ResolvedFrom is not null
        )
        && change.Incident.Status != IncidentStatus.Closed;

    private void Begin(Guid id)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("id"u8, id);
        _json.WriteString("source"u8, Source);
        _json.WriteStartArray("events"u8);
    }

    private OutboxMessage End(
        Guid id,
        string? key,
        string? traceParent,
        ProcessInstance owner,
        DateTime now
    )
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return new()
        {
            MessageId = id,
            Key = key,
            Body = OutboxMessage.Pack(_buffer.WrittenSpan),
            TraceParent = traceParent,
            CreatedAt = now,
            Owner = owner.Name,
            LeaseUntil = now + OutboxMessage.Lease,
        };
    }

    /// <summary>
    /// One event for each version that the change made, each with the incident at that version.
    /// </summary>
    private void WriteEvents(IncidentChange change, DateTime now)
    {
        var incident = change.Incident;
        var version = change.OriginalVersion;
        if (change.TellsOfAlerts)
        {
            var at = change.IsNew ? incident.DetectedAt : LastChange(change, now);
            BeginEvent(change.IsNew ? Opened : Attached, change, ++version, at, now);
            WriteIncident(change, Moment.Before);
            WriteAlerts(change);
        }

        if (change.Raised.Count > 0)
        {
            BeginEvent(Changed, change, ++version, now, now);
            WriteIncident(change, Moment.Raised);
            WriteRaised(change);
        }

        if (change.AcknowledgedFrom is not null)
        {
            BeginEvent(Acknowledged, change, ++version, incident.AcknowledgedAt ?? now, now);
            WriteIncident(change, Moment.Acknowledged);
            EndEvent();
        }

        if (change.ResolvedFrom is not null)
        {
            BeginEvent(Resolved, change, ++version, incident.ResolvedAt ?? now, now);
            WriteIncident(change, Moment.Resolved);
            _json.WriteBoolean("byAlerts"u8, true);
            EndEvent();
        }
    }

    private void WriteRaised(IncidentChange change)
    {
        _json.WriteStartArray("changes"u8);
        foreach (var field in change.Raised)
        {
            _json.WriteStartObject();
            _json.WriteString("field"u8, field.Field);
            Text("from"u8, field.From);
            Text("to"u8, field.To);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        Text("reason"u8, change.RaisedBecause);
        EndEvent();
    }

    private static DateTime LastChange(IncidentChange change, DateTime now)
    {
        var last = DateTime.MinValue;
        foreach (var alert in change.Alerts)
        {
            var at = alert.EndsAt ?? alert.StartsAt;
            last = at > last ? at : last;
        }

        return last < now && last > DateTime.MinValue ? last : now;
    }

    private void BeginEvent(
        JsonEncodedText type,
        IncidentChange change,
        int version,
        DateTime time,
        DateTime now
    )
    {
        _json.WriteStartObject();
        _json.WriteString("id"u8, SortableId.New(now));
        _json.WriteString("type"u8, type);
        _json.WriteString("source"u8, Source);
        _json.WriteString("subject"u8, change.Incident.Id);
        _json.WriteNumber("version"u8, version);
        _json.WriteString("time"u8, time);
        _json.WriteString("recordedAt"u8, now);
        _json.WriteStartObject("actor"u8);
        _json.WriteString("kind"u8, change.Source.Actor.Kind);
        _json.WriteString("id"u8, change.Source.Actor.Id);
        _json.WriteString("name"u8, change.Source.Actor.Name);
        _json.WriteEndObject();
        Text("traceParent"u8, change.TraceParent);
        _json.WriteStartObject("data"u8);
    }

    private void EndEvent()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteIncident(IncidentChange change, Moment moment)
    {
        var incident = change.Incident;
        var status =
            moment < Moment.Acknowledged && change.AcknowledgedFrom is { } open ? open
            : moment < Moment.Resolved && change.ResolvedFrom is { } active ? active
            : incident.Status;
        var isAcknowledged = moment >= Moment.Acknowledged || change.AcknowledgedFrom is null;
        var isResolved = moment >= Moment.Resolved || change.ResolvedFrom is null;
        var isRaised = moment >= Moment.Raised;
        _json.WriteStartObject("incident"u8);
        _json.WriteString("id"u8, incident.Id);
        _json.WriteNumber("number"u8, incident.Number);
        _json.WriteString("title"u8, isRaised ? incident.Title : change.TitleBefore);
        _json.WriteString(
            "severity"u8,
            (isRaised ? incident.Severity : change.SeverityBefore).ToWord()
        );
        _json.WriteString("status"u8, Words.Of(status));
        var context = incident.Context;
        foreach (var field in IncidentContext.Fields)
        {
            Text(field.Name, field.Of(context));
        }

        _json.WriteString("detectionSource"u8, Words.Of(incident.DetectionSource));
        _json.WriteString("detectedAt"u8, incident.DetectedAt);
        Time("impactStartedAt"u8, incident.ImpactStartedAt);
        Time("acknowledgedAt"u8, isAcknowledged ? incident.AcknowledgedAt : null);
        Time("mitigatedAt"u8, incident.MitigatedAt);
        Time("resolvedAt"u8, isResolved ? incident.ResolvedAt : null);
        _json.WriteString("openedAt"u8, incident.OpenedAt);
        if (incident.PreviousIncidentId is { } previous)
        {
            _json.WriteString("previousIncidentId"u8, previous);
        }

        _json.WriteBoolean("isDrill"u8, incident.IsDrill);
        _json.WriteBoolean("isSilent"u8, incident.IsSilent);
        _json.WriteStartArray("roles"u8);
        foreach (var role in incident.Roles)
        {
            JsonSerializer.Serialize(_json, role, EventJson.Options);
        }

        _json.WriteEndArray();
        if (incident.Impact is { } impact)
        {
            _json.WritePropertyName("impact"u8);
            JsonSerializer.Serialize(_json, impact, EventJson.Options);
        }

        _json.WriteEndObject();
    }

    private void WriteAlerts(IncidentChange change)
    {
        _json.WriteStartArray("alerts"u8);
        foreach (var alert in change.Alerts)
        {
            _json.WriteStartObject();
            _json.WriteString("id"u8, alert.Id);
            _json.WriteString("fingerprint"u8, alert.Fingerprint);
            _json.WriteString(
                "status"u8,
                alert.Status == AlertStatus.Firing ? "firing"u8 : "resolved"u8
            );
            _json.WriteString("title"u8, alert.Title);
            Text("description"u8, alert.Description);
            Text("severity"u8, alert.Severity);
            Text("service"u8, alert.Service);
            _json.WriteString("startsAt"u8, alert.StartsAt);
            Time("endsAt"u8, alert.EndsAt);
            Text("url"u8, alert.Url);
            Text("runbookUrl"u8, alert.RunbookUrl);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteString("sourceName"u8, change.Source.Name);
        if (change.Notices.Count > 0)
        {
            _json.WriteStartArray("notices"u8);
            foreach (var notice in change.Notices)
            {
                _json.WriteStringValue(notice);
            }

            _json.WriteEndArray();
        }

        EndEvent();
    }

    private void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void Text(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void Time(ReadOnlySpan<byte> name, DateTime? value)
    {
        if (value is { } time)
        {
            _json.WriteString(name, time);
        }
    }

    /// <summary>Progress through the changes of a commit.</summary>
    private enum Moment
    {
        Before,
        Raised,
        Acknowledged,
        Resolved,
    }
}
