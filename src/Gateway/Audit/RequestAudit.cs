using Pir.Contracts.Texts;
using Pir.Gateway.Domain;
using Pir.Gateway.Identity;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Audit;

/// <summary>
/// Makes the audit log's line of a request that a service answered. Bodies are never looked at:
/// names, texts and secrets stand in them.
/// </summary>
internal sealed class RequestAudit(AuditTrail trail, SelfCall self, TimeProvider clock)
{
    private const int LongestId = 64;
    private const int LongestDetail = 500;

    /// <param name="caller">The request of whoever did it: it says who and from where.</param>
    /// <param name="status">
    /// What the service answered; a refusal has changed nothing and gets no line.
    /// </param>
    /// <param name="location">Where the answer says the new thing is.</param>
    public void Note(HttpContext caller, string method, string path, int status, string? location)
    {
        if (
            status is < 200 or > 299
            || AuditedOperations.Find(method, path, out var id) is not { } operation
        )
        {
            return;
        }

        if (id.Length == 0 && !string.IsNullOrEmpty(location))
        {
            id = Uri.UnescapeDataString(location.TrimEnd('/').Split('/')[^1]);
        }

        var actor = caller.User.ToActor();
        trail.Post(
            new()
            {
                At = clock.GetUtcNow().UtcDateTime,
                Action = operation.Action,
                ActorKind = actor.Kind,
                ActorId = actor.Id,
                ActorName = actor.Name,
                SubjectKind = operation.Subject,
                SubjectId = id.Truncated(LongestId),
                SubjectName = NameOf(operation.Subject, id).Truncated(LongestId),
                Detail = $"{method} {path}, answered {status}".Truncated(LongestDetail),
                Address = self.AddressOf(caller),
            }
        );
    }

    // "incident INC-7"
    private static string NameOf(string kind, string id) => $"{kind} {id}".TrimEnd();
}
