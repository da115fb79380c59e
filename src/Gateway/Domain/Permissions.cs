using Pir.Web.Shared.Pages;

namespace Pir.Gateway.Domain;

/// <summary>
/// The permission matrix: what can be done, and the scope it takes. Which role holds a scope is said by <see cref="RoleScopes"/> alone. Pages are refused by what
/// stands here; endpoints by their own <c>RequireScope</c>, which a test compares with this cell by cell.
/// </summary>
public static class Permissions
{
    public static IReadOnlyList<Permission> All { get; } =
    [
        .. IncidentPermissions.All,
        .. ReviewPermissions.All,
        .. ConnectionPermissions.All,
        .. AccessPermissions.All,
    ];

    /// <summary>What the pages of the UI take.</summary>
    public static PageNeeds Pages { get; } =
        new(
            All.Where(p => p.Scope is not null)
                .SelectMany(p => p.Pages.Select(page => (page, p.Scope)))
                .ToDictionary(p => p.page, p => p.Scope!, StringComparer.Ordinal)
        );

    /// <summary>The row an operation of the API belongs to; null where the matrix forgot it.</summary>
    public static Permission? OfOperation(string operation) =>
        All.FirstOrDefault(p =>
            p.Operations.Any(o =>
                o.EndsWith(':') ? operation.StartsWith(o, StringComparison.Ordinal) : operation == o
            )
        );

    /// <summary>The row an address of the UI belongs to; null where the matrix forgot it.</summary>
    /// <param name="address">Method and route pattern: <c>GET /people/{id:guid}</c>.</param>
    public static Permission? OfPage(string address) =>
        All.FirstOrDefault(p => p.Pages.Contains(address));
}
