using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>Adds entries to the audit log; the save of the change writes them.</summary>
internal sealed class AuditLog(
    GatewayDbContext db,
    TimeProvider clock,
    SelfCall self,
    IHttpContextAccessor http
)
{
    private static readonly Actor Stranger = new("anonymous", "", "Somebody");

    private DateTime _last;

    public void Add(string action, User subject, Actor? actor = null, string? detail = null) =>
        Add(action, "user", subject.Id.ToString(), subject.Name, actor, detail);

    public void Add(string action, ApiToken subject, Actor? actor = null, string? detail = null) =>
        Add(action, "token", subject.Id.ToString(), subject.Name, actor, detail);

    public void Add(string action, Team subject, Actor? actor = null, string? detail = null) =>
        Add(action, "team", subject.Id.ToString(), subject.Name, actor, detail);

    /// <param name="action">One of <see cref="AuditActions"/>.</param>
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
        var fact = new AuditEntryRecorded(
            action,
            AuditActions.Words[action],
            new(subjectKind, subjectId, null, subjectName),
            detail,
            self.AddressOf(context)
        );
        db.Audit.Add(AuditEntry.Of(fact, actor, Next(), Guid.CreateVersion7()));
    }

    /// <summary>Keeps the entries of one request in order, however fast they are added.</summary>
    private DateTime Next()
    {
        var now = clock.UtcNow();
        return _last = now > _last ? now : _last.AddMicroseconds(1);
    }
}
