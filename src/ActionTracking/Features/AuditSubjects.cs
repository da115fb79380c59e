using Pir.ActionTracking.Domain;
using Pir.Contracts.Audit;
using Pir.Contracts.References;

namespace Pir.ActionTracking.Features;

/// <summary>How the audit log names an action.</summary>
internal static class AuditSubjects
{
    public static AuditSubject ToAuditSubject(this ActionItem action) =>
        new("action", action.Id.ToString(), Reference.OfAction(action.Number), action.Title);
}
