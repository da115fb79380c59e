using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Importing;

namespace Pir.ServiceDefaults.Auditing;

/// <summary>An audit entry that is not committed yet.</summary>
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

    /// <summary>Adds a change to the audit log with the next <c>SaveChanges</c>.</summary>
    /// <param name="http">
    /// The request. Its endpoint names the action (<see cref="EndpointAudit"/>), its caller the
    /// actor. Nothing is added for an endpoint that is not audited, unless the request is an
    /// import.
    /// </param>
    /// <param name="subject">What was changed.</param>
    /// <param name="about">Its id. The event is ordered after the events of that id.</param>
    public static void Audit(
        this PirDbContext db,
        HttpContext http,
        AuditSubject subject,
        Guid about
    ) => db.Audit(LineOf(http, subject, about));

    /// <summary>Adds a prepared entry; null adds nothing.</summary>
    public static void Audit(this PirDbContext db, AuditLine? line)
    {
        if (line is not null)
        {
            db.RaiseAside(line.Fact, line.About, line.By);
        }
    }

    /// <summary>
    /// The entry of a request, for a commit made outside the request; null if there is none.
    /// </summary>
    public static AuditLine? LineOf(HttpContext http, AuditSubject subject, Guid about) =>
        ActionOf(http) is { } endpoint && IsAudited(http.User)
            ? new(
                new(
                    endpoint.Action,
                    endpoint.Words,
                    subject with
                    {
                        Name = subject.Name.Truncated(LongestName),
                    },
                    ImportedRequests.Describe(http)?.Truncated(LongestDetail),
                    http.CallerAddress()
                ),
                about,
                http.User.ToCaller()
            )
            : null;

    /// <summary>
    /// An import names somebody else, so it is audited everywhere: nothing else shows its caller.
    /// </summary>
    private static AuditedEndpoint? ActionOf(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        return metadata?.GetMetadata<AuditedEndpoint>()
            ?? (http.IsImport() ? metadata?.GetMetadata<ImportableEndpoint>()?.Audit : null);
    }

    /// <summary>What the product does on its own is not audited as a person's action.</summary>
    private static bool IsAudited(ClaimsPrincipal caller) =>
        caller.FindFirstValue(PirClaims.Kind) is not "system";
}
