using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Joining;
using Pir.IncidentIntake.Features.Incidents;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Joining;

/// <summary>Names a request: by its id, or as that of a person who asks.</summary>
/// <param name="IsOwn">Whether only the person who asked may change it.</param>
internal sealed record JoinKey(
    string Of,
    Guid? Id = null,
    Person? Asker = null,
    bool IsOwn = false
);

/// <summary>
/// Changes a request to join. The incident stays as it is, so that forms that are open do not
/// become stale and alerts do not have to wait.
/// </summary>
internal sealed class JoinRequestEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<JoinRequest, JoinKey, JoinRequestResponse>(db, clock)
{
    private JoinKey _key = new("");
    private Incident? _incident;

    /// <summary>The incident of the request, once that is loaded.</summary>
    public Incident Incident => _incident!;

    protected override async Task<JoinRequest?> LoadAsync(
        JoinKey key,
        HttpContext http,
        CancellationToken token
    )
    {
        _key = key;
        _incident = await db.Incidents.AsNoTracking().Named(key.Of).SingleOrDefaultAsync(token);
        if (_incident is not { } incident)
        {
            return null;
        }

        var all = db.JoinRequests.Where(r => r.IncidentId == incident.Id);
        if (key.Asker is not { Id: { } asker } person)
        {
            return await all.SingleOrDefaultAsync(r => r.Id == key.Id, token);
        }

        if (await all.SingleOrDefaultAsync(r => r.PersonId == asker, token) is { } known)
        {
            return known;
        }

        var first = JoinRequest.Of(incident.Id, person, Now);
        db.JoinRequests.Add(first);
        return first;
    }

    protected override string NameOf(JoinKey key) =>
        _incident is null ? "incident " + key.Of : "request to join " + key.Id;

    protected override AuditSubject SubjectOf(JoinRequest it) => Incident.ToAuditSubject();

    protected override ProblemHttpResult? Forbid(JoinRequest it, HttpContext http)
    {
        var isOwn = it.PersonId == http.User.PersonId();
        return _key.Asker is not null || (_key.IsOwn && isOwn) ? null
            : _key.IsOwn
                ? Problems.Conflict(
                    "not-yours",
                    "Only the person who asked can withdraw the request. Decline it instead."
                )
            : JoinRequests.MayDecide(http.User, Incident) ? null
            : Problems.Forbidden(Scope.IncidentsWrite);
    }

    protected override void Raise(JoinRequest it, Decision decision, Stamp by)
    {
        foreach (var (fact, at) in decision.Facts)
        {
            db.RaiseObserved(fact, Incident.Id, Incident, at ?? by.At, by.By);
        }
    }

    protected override Task<JoinRequestResponse> AnswerAsync(
        JoinRequest it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(JoinRequests.Describe(it, Incident, http.User));
}
