using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>Adds lines to the audit log; the deed's own save writes them.</summary>
internal sealed class AuditLog(
    GatewayDbContext db,
    TimeProvider clock,
    SelfCall self,
    IHttpContextAccessor http
)
{
    private static readonly Actor Stranger = new("anonymous", "", "Somebody not signed in");

    public void Add(string action, User subject, Actor? actor = null, string? detail = null) =>
        Add(action, "user", subject.Id.ToString(), subject.Name, actor, detail);

    public void Add(string action, ApiToken subject, Actor? actor = null, string? detail = null) =>
        Add(action, "token", subject.Id.ToString(), subject.Name, actor, detail);

    public void Add(string action, Team subject, Actor? actor = null, string? detail = null) =>
        Add(action, "team", subject.Id.ToString(), subject.Name, actor, detail);

    /// <param name="actor">Who did it; the caller unless given.</param>
    public void Add(
        string action,
        string subjectKind,
        string subjectId,
        string subjectName,
        Actor? actor = null,
        string? detail = null
    )
    {
        var context = http.HttpContext;
        actor ??=
            context?.User.Identity?.IsAuthenticated == true ? context.User.ToActor() : Stranger;
        db.Audit.Add(
            new()
            {
                At = clock.GetUtcNow().UtcDateTime,
                Action = action,
                ActorKind = actor.Kind,
                ActorId = actor.Id,
                ActorName = actor.Name,
                SubjectKind = subjectKind,
                SubjectId = subjectId,
                SubjectName = subjectName,
                Detail = detail,
                Address = self.AddressOf(context),
            }
        );
    }
}
