using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>Who has a permission.</summary>
public static class PermissionRules
{
    /// <summary>Whether these scopes include the permission.</summary>
    public static bool Allows(this Permission permission, IReadOnlyList<string> scopes) =>
        permission.Scope is null || ScopeSet.FirstBeyond(scopes, [permission.Scope]) is null;

    public static bool Allows(this Permission permission, Role role) =>
        permission.Allows(RoleScopes.For(role));
}
