namespace Pir.Contracts.Api;

/// <summary>The role of a person; each role includes the ones before it.</summary>
public enum Role
{
    Viewer,
    Responder,
    Support,
    Facilitator,
    Organizer,
    Admin,
}

/// <summary>The status of an account.</summary>
public enum UserStatus
{
    Invited,
    Active,
    Disabled,
}

/// <summary>Somebody to work with.</summary>
/// <param name="Email">Missing for service tokens without administrator rights.</param>
/// <param name="Teams">Names, in order.</param>
public sealed record PersonResponse(
    Guid Id,
    string Name,
    string Initials,
    string? Email,
    Role Role,
    IReadOnlyList<string> Teams
);

/// <summary>An account to be made, with an invitation.</summary>
public sealed record CreateUserRequest(string? Name, string? Email, Role? Role);

/// <summary>New values; what is absent stays.</summary>
/// <param name="IsDisabled">
/// True ends their sessions and tokens; false enables the account again.
/// </param>
/// <param name="Teams">The ids of all teams of the person.</param>
public sealed record ChangeUserRequest(
    string? Name = null,
    Role? Role = null,
    bool? IsDisabled = null,
    IReadOnlyList<Guid>? Teams = null
);

/// <summary>An account, for administrators.</summary>
/// <param name="InvitationUrl">
/// One-time link for the person; only included in this response.
/// </param>
/// <param name="SignsInWith">
/// <c>password</c>, <c>single-sign-on</c>, both separated by a space, or missing while invited.
/// </param>
/// <param name="GroupsLeftOutAt">
/// When the provider last left out the groups that decide role and teams; missing once it has
/// sent them.
/// </param>
public sealed record UserResponse(
    Guid Id,
    string Name,
    string Email,
    Role Role,
    UserStatus Status,
    DateTime CreatedAt,
    DateTime? LastSignInAt,
    DateTime? InvitationExpiresAt,
    IReadOnlyList<string> Teams,
    string? SignsInWith,
    DateTime? GroupsLeftOutAt,
    string? InvitationUrl = null
);

/// <summary>A team to be made, or its new name.</summary>
/// <param name="Name">
/// 1 to 100 characters. Names that differ only in case are not allowed.
/// </param>
public sealed record TeamRequest(string? Name);

/// <summary>A team.</summary>
public sealed record TeamResponse(
    Guid Id,
    string Name,
    DateTime CreatedAt,
    IReadOnlyList<TeamMemberItem> Members
);

/// <summary>A member of a team.</summary>
public sealed record TeamMemberItem(Guid Id, string Name, string Initials);

/// <summary>The permission matrix.</summary>
/// <param name="Roles">Ordered by permissions; each role includes the one before it.</param>
/// <param name="Permissions">Rows of the matrix, grouped by area.</param>
public sealed record RolesResponse(
    IReadOnlyList<RoleResponse> Roles,
    IReadOnlyList<PermissionResponse> Permissions
);

/// <param name="Scopes"><c>admin</c> implies every other.</param>
public sealed record RoleResponse(Role Role, IReadOnlyList<string> Scopes);

/// <param name="Text">What the permission allows; starts with a verb.</param>
/// <param name="Scope">The scope that a token needs; missing if any token may.</param>
/// <param name="Roles">The roles that may.</param>
public sealed record PermissionResponse(
    string Area,
    string Text,
    string? Scope,
    IReadOnlyList<Role> Roles
);
