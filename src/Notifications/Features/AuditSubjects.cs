using Pir.Contracts.Audit;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Features;

/// <summary>The name of a subscription in the audit log.</summary>
internal static class AuditSubjects
{
    public static AuditSubject ToAuditSubject(this Subscription subscription) =>
        new("subscription", subscription.Id.ToString(), null, subscription.ShownName);
}
