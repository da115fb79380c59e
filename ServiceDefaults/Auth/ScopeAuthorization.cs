using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Pir.ServiceDefaults.Auth;

/// <summary>One policy per scope.</summary>
public static class ScopeAuthorization
{
    /// <summary>Adds the policies.</summary>
    public static void AddPirScopes(this IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Scope.All)
        {
            authorization.AddPolicy(
                PolicyName(scope),
                policy =>
                    policy.RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(scope))
            );
        }

        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ProblemAuthorizationResult>();
    }

    internal static string PolicyName(string scope) => "scope " + scope;
}

/// <summary>Requires a scope.</summary>
public sealed record ScopeRequirement(string Scope) : IAuthorizationRequirement;

internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context,
        ScopeRequirement requirement
    )
    {
        if (context.User.Has(requirement.Scope))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
