using Pir.ActionTracking.Domain;
using Pir.Contracts.Audit;
using Pir.Contracts.References;

namespace Pir.ActionTracking.Features;

/// <summary>What the audit log calls an action.</summary>
internal static class AuditSubjects
{
    public static AuditSubject ToAuditSubject(this ActionItem action) =>
        new("action", action.Id.ToString(), Reference.OfAction(action.Number), action.Title);
}
