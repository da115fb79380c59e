using System.Text.Json;

namespace Pir.Contracts.Events;

/// <summary>
/// One event on its way. The attribute names follow CloudEvents 1.0 where it has one.
/// </summary>
/// <param name="Id">
/// Unique for ever (version-7 GUID); what consumers recognise a duplicate by.
/// </param>
/// <param name="Type">
/// Name in the <see cref="EventCatalog"/>, e.g. <c>pir.incident.opened.v1</c>.
/// </param>
/// <param name="Source">Service that tells it, e.g. <c>incident-intake</c>.</param>
/// <param name="Subject">Id of the aggregate it is about.</param>
/// <param name="Version">
/// Version of that aggregate after the change; a consumer ignores versions older than the one it
/// knows.
/// </param>
/// <param name="Time">
/// When it happened in the world (UTC), which may be well before it was recorded.
/// </param>
/// <param name="RecordedAt">When it was committed (UTC).</param>
/// <param name="Actor">Who did it.</param>
/// <param name="TraceParent">W3C trace context of the request that caused it.</param>
/// <param name="Data">The fact itself, in <see cref="EventJson"/> form.</param>
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
