using Microsoft.AspNetCore.Builder;

namespace Pir.ServiceDefaults.Auditing;

/// <summary>
/// Declares, where an endpoint is mapped, what the audit log records about its changes.
/// </summary>
public static class EndpointAudit
{
    /// <summary>Each change is recorded in the audit log, in the same commit.</summary>
    /// <param name="action">Stable word to filter by, e.g. <c>incident-resolved</c>.</param>
    /// <param name="words">
    /// What somebody did, with a placeholder for the subject: <c>resolved {incident}</c>.
    /// </param>
    public static TBuilder Audited<TBuilder>(this TBuilder endpoint, string action, string words)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AuditedEndpoint(action, words));

    /// <summary>Its changes are deliberately not audited.</summary>
    /// <param name="reason">Why not.</param>
    public static TBuilder NotAudited<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new UnauditedEndpoint(reason));
}

/// <summary>An endpoint whose changes are audited.</summary>
public sealed record AuditedEndpoint(string Action, string Words);

/// <summary>An endpoint whose changes are not audited, and why.</summary>
public sealed record UnauditedEndpoint(string Reason);
