using System.Collections.Frozen;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>The spelling of roles in claims and JSON.</summary>
public static class RoleNames
{
    public static string Of(Role role)
    {
        var name = role.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}

/// <summary>The only definition of what a role may do.</summary>
public static class RoleScopes
{
    private static readonly string[] Viewer =
    [
        Scope.IncidentsRead,
        Scope.TimelineRead,
        Scope.ReviewsRead,
        Scope.ActionsRead,
        Scope.EventsRead,
    ];

    private static readonly string[] Responder =
    [
        .. Viewer,
        Scope.IncidentsWrite,
        Scope.TimelineWrite,
        Scope.ActionsWrite,
    ];

    // Who the affected customers are is for support only, so the roles above do not have it.
    private static readonly string[] Support = [.. Responder, Scope.Customers];
    private static readonly string[] Facilitator = [.. Responder, Scope.ReviewsWrite];
    private static readonly string[] Organizer =
    [
        .. Facilitator,
        Scope.SubscriptionsRead,
        Scope.SubscriptionsWrite,
    ];

    private static readonly FrozenDictionary<Role, IReadOnlyList<string>> Map = new Dictionary<
        Role,
        IReadOnlyList<string>
    >
    {
        [Role.Viewer] = Viewer,
        [Role.Responder] = Responder,
        [Role.Support] = Support,
        [Role.Facilitator] = Facilitator,
        [Role.Organizer] = Organizer,
        [Role.Admin] = [Scope.Admin],
    }.ToFrozenDictionary();

    /// <summary>The role's scopes; an administrator's one scope implies all.</summary>
    public static IReadOnlyList<string> For(Role role) => Map[role];
}
