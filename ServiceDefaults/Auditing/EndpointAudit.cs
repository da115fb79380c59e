using Microsoft.AspNetCore.Builder;

namespace Pir.ServiceDefaults.Auditing;

/// <summary>
/// What the audit log says of an endpoint's changes, where the endpoint is mapped.
/// </summary>
public static class EndpointAudit
{
    /// <summary>Each change has a line in the audit log, committed with the change.</summary>
    /// <param name="action">Stable word to filter by, e.g. <c>incident-resolved</c>.</param>
    /// <param name="words">
    /// What somebody did, with the kind of the subject in its place: <c>resolved {incident}</c>.
    /// </param>
    public static TBuilder Audited<TBuilder>(this TBuilder endpoint, string action, string words)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AuditedEndpoint(action, words));

    /// <summary>Its changes have no line in the audit log, on purpose.</summary>
    /// <param name="reason">Why that is right.</param>
    public static TBuilder NotAudited<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new UnauditedEndpoint(reason));
}

/// <summary>An endpoint whose changes the audit log tells of.</summary>
public sealed record AuditedEndpoint(string Action, string Words);

/// <summary>An endpoint whose changes the audit log leaves out, and why.</summary>
public sealed record UnauditedEndpoint(string Reason);
