namespace Pir.Gateway.Domain;

/// <summary>
/// The permission matrix: what can be done, and the scope it takes. Which role holds a scope is
/// said by <see cref="RoleScopes"/> alone. Endpoints are refused by their own <c>RequireScope</c>,
/// which a test compares with this cell by cell; pages by what stands where they are mapped.
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

    /// <summary>
    /// The row an operation of the API belongs to; null where the matrix forgot it.
    /// </summary>
    public static Permission? OfOperation(string operation) =>
        All.FirstOrDefault(p =>
            p.Operations.Any(o =>
                o.EndsWith(':') ? operation.StartsWith(o, StringComparison.Ordinal) : operation == o
            )
        );
}
