using System.Text.Json;

namespace Pir.Contracts.Events;

/// <summary>
/// One event with its metadata. Names follow CloudEvents 1.0 where it has an attribute for them.
/// </summary>
/// <param name="Id">
/// Unique forever (version-7 GUID); consumers detect duplicates by it.
/// </param>
/// <param name="Type">
/// Name in the <see cref="EventCatalog"/>, e.g. <c>pir.incident.opened.v1</c>.
/// </param>
/// <param name="Source">Service that publishes it, e.g. <c>incident-intake</c>.</param>
/// <param name="Subject">Id of the aggregate it is about.</param>
/// <param name="Version">
/// Version of that aggregate after the change; a consumer ignores versions older than the one it
/// knows.
/// </param>
/// <param name="Time">
/// When it happened (UTC), which may be well before it was recorded.
/// </param>
/// <param name="RecordedAt">
/// When it was recorded (UTC): the time of the request, or the time that an import set with
/// <c>Pir-As-Of</c>.
/// </param>
/// <param name="Actor">Who did it.</param>
/// <param name="TraceParent">W3C trace context of the request that caused it.</param>
/// <param name="Data">The event's data, as <see cref="EventJson"/> writes it.</param>
public sealed record EventEnvelope(
    Guid Id,
    string Type,
    string Source,
    string Subject,
    int Version,
    DateTime Time,
    DateTime RecordedAt,
    Actor Actor,
    string? TraceParent,
    JsonElement Data
);
