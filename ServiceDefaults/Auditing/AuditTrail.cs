using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;

namespace Pir.ServiceDefaults.Auditing;

/// <summary>A line for the audit log that is still to be committed.</summary>
/// <param name="About">Id of what was changed.</param>
public sealed record AuditLine(AuditEntryRecorded Fact, Guid About, Actor By);

/// <summary>
/// Adds audit entries to the commit of the change. From there an entry reaches the gateway, which
/// keeps the log, as an event. After a crash, the entry exists if the change does.
/// </summary>
public static class AuditTrail
{
    private const int LongestName = 200;
    private const int LongestDetail = 500;

    /// <summary>Adds a change to the audit log, in the next <c>SaveChanges</c>.</summary>
    /// <param name="http">
    /// The request: its endpoint says what is done (<see cref="EndpointAudit"/>), its caller who
    /// does it. Of an endpoint that is not audited nothing is added.
    /// </param>
    /// <param name="subject">What it is done to.</param>
    /// <param name="about">Its id, after whose events this one comes.</param>
    public static void Audit(
        this PirDbContext db,
        HttpContext http,
        AuditSubject subject,
        Guid about,
        string? detail = null
    ) => db.Audit(LineOf(http, subject, about, detail));

    /// <summary>Adds a line that was made before; null adds nothing.</summary>
    public static void Audit(this PirDbContext db, AuditLine? line)
    {
        if (line is not null)
        {
            db.RaiseAside(line.Fact, line.About, line.By);
        }
    }

    /// <summary>
    /// The line of a request, for a commit that knows no requests; null where it has none.
    /// </summary>
    public static AuditLine? LineOf(
        HttpContext http,
        AuditSubject subject,
        Guid about,
        string? detail = null
    ) =>
        http.GetEndpoint()?.Metadata.GetMetadata<AuditedEndpoint>() is { } endpoint
        && IsAudited(http.User)
            ? new(
                new(
                    endpoint.Action,
                    endpoint.Words,
                    subject with
                    {
                        Name = subject.Name.Truncated(LongestName),
                    },
                    detail?.Truncated(LongestDetail),
                    http.CallerAddress()
                ),
                about,
                http.User.ToActor()
            )
            : null;

    /// <summary>What the product does on its own is no action of a person.</summary>
    private static bool IsAudited(ClaimsPrincipal caller)
    {
        var isOurs = caller.FindFirstValue(PirClaims.Kind) is "system";
        return !isOurs && !caller.HasClaim(c => c.Type == PirClaims.Invented);
    }
}
