using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auditing;

namespace Pir.Gateway.Identity;

/// <summary>Declares what is audited at the gateway's own endpoints.</summary>
internal static class AuditedEndpoints
{
    /// <summary>The handler adds the entry through <see cref="AuditLog"/>.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder endpoint, string action) =>
        endpoint.Audited(action, AuditActions.Words[action]);
}
