using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Pir.ServiceDefaults.Auth;

/// <summary>Who may call an endpoint, said where it is mapped.</summary>
public static class EndpointAccess
{
    /// <summary>
    /// Lets in whoever has the permission, and refuses others with problem <c>forbidden</c> naming
    /// the scope. The permission matrix is made of this.
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

    /// <summary>Lets in everybody, on purpose.</summary>
    /// <param name="reason">Why that is right.</param>
    public static TBuilder OpenToAnyone<TBuilder>(this TBuilder endpoint, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(new OpenEndpoint(reason));
        return endpoint.AllowAnonymous();
    }
}

/// <summary>An endpoint that everybody may call, and why.</summary>
public sealed record OpenEndpoint(string Reason);
