using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Bulk;

/// <summary>
/// Collects the requests that restore what a change of several incidents replaced: one for the
/// incidents that had the same values.
/// </summary>
internal sealed class BulkUndo(ChangeIncidentsRequest request)
{
    private readonly List<(Incident Incident, Before Before)> _changed = [];

    public IReadOnlyList<ChangeIncidentsRequest> Requests =>
        request.Close is true
            ? []
            :
            [
                .. _changed
                    .GroupBy(c => Restored(c.Before))
                    .Where(g => g.Key is not null)
                    .Select(Undo),
            ];

    /// <summary>The values that a change can replace.</summary>
    public static Before Of(Incident incident, IncidentRole? role) =>
        new(
            incident.Context,
            incident.Severity,
            incident.Roles.LastOrDefault(r => r.Role == role)?.Person
        );

    public void Add(Incident incident, Before before) => _changed.Add((incident, before));

    /// <summary>Only what the request changes; null if there is nothing to restore.</summary>
    private ChangeIncidentsRequest? Restored(Before before)
    {
        var context = new IncidentContext();
        foreach (var field in IncidentContext.Fields.Where(f => f.Of(request) is not null))
        {
            context = field.Set(context, field.Of(before.Context) ?? "");
        }

        var isRole =
            request.Role
                is not null
                    and not (IncidentRole.SubjectMatterExpert or IncidentRole.Responder)
            && before.Holder is not null;
        var restored = new ChangeIncidentsRequest(context)
        {
            Severity = request.Severity is null ? null : before.Severity,
            Role = isRole ? request.Role : null,
            Person = isRole && before.Holder!.Id is not null ? before.Holder : null,
            Name = isRole && before.Holder!.Id is null ? before.Holder.Name : null,
        };
        return restored == new ChangeIncidentsRequest() ? null : restored;
    }

    private static ChangeIncidentsRequest Undo(
        IGrouping<ChangeIncidentsRequest?, (Incident Incident, Before Before)> same
    ) =>
        same.Key! with
        {
            Incidents = [.. same.Select(c => c.Incident.Reference)],
            Versions = same.ToDictionary(
                c => c.Incident.Reference,
                c => c.Incident.Version,
                StringComparer.Ordinal
            ),
        };

    internal sealed record Before(IncidentContext Context, Severity Severity, Person? Holder);
}
