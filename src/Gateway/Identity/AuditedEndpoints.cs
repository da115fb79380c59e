using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auditing;

namespace Pir.Gateway.Identity;

/// <summary>What the gateway's own endpoints say of the audit log.</summary>
internal static class AuditedEndpoints
{
    /// <summary>Its handler adds the line through <see cref="AuditLog"/>.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder endpoint, string action) =>
        endpoint.Audited(action, AuditActions.Words[action]);
}
