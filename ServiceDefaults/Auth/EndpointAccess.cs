using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Pir.ServiceDefaults.Auth;

/// <summary>Declares who may call an endpoint, where it is mapped.</summary>
public static class EndpointAccess
{
    /// <summary>
    /// Lets callers with the permission in, and refuses others with the problem <c>forbidden</c>,
    /// which names the scope. The permission matrix is generated from this.
    /// </summary>
    public static TBuilder May<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(permission);
        return permission.Scope is { } scope
            ? endpoint.RequireAuthorization(
                new AuthorizeAttribute(ScopeAuthorization.PolicyName(scope))
            )
            : endpoint.RequireAuthorization();
    }

    /// <summary>Deliberately lets everybody in.</summary>
    /// <param name="reason">Why this is safe.</param>
    public static TBuilder OpenToAnyone<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(new OpenEndpoint(reason));
        return endpoint.AllowAnonymous();
    }
}

/// <summary>An endpoint that anybody may call, and why.</summary>
public sealed record OpenEndpoint(string Reason);
