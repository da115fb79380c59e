namespace Pir.Contracts.Api;

/// <summary>Who the caller is.</summary>
/// <param name="Kind"><c>user</c> or <c>token</c>.</param>
/// <param name="Role">A person's role.</param>
/// <param name="Scopes">What the caller may do; <c>admin</c> implies everything.</param>
/// <param name="Teams">Names of the person's teams.</param>
/// <param name="Email">A person's own address.</param>
/// <param name="SignsInWith">
/// <c>password</c>, <c>single-sign-on</c>, or both; persons only.
/// </param>
/// <param name="Provider">
/// Name of the single sign-on provider, if there is one; persons only.
/// </param>
public sealed record MeResponse(
    string Kind,
    string Id,
    string Name,
    string? Role,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Teams,
    string? Email,
    string? SignsInWith,
    string? Provider
);

/// <param name="Name">1 to 100 characters.</param>
public sealed record ChangeMeRequest(string? Name);

/// <param name="Current">The current password.</param>
/// <param name="New">The new password: at least 15 characters.</param>
public sealed record ChangePasswordRequest(string? Current, string? New);

/// <summary>A session of a person.</summary>
/// <param name="Device">Browser and system, as far as the browser reports them.</param>
/// <param name="Address">The network address of the last request.</param>
/// <param name="SignedInWith">Provider of single sign-on; missing for a password.</param>
/// <param name="LastSeenAt">Accurate to the minute.</param>
/// <param name="KeptUntil">
/// Until when the browser stays signed in without use; missing if the person did not choose
/// that.
/// </param>
/// <param name="IsCurrent">True for the session of this request.</param>
public sealed record SessionResponse(
    Guid Id,
    string Device,
    string? Address,
    string? SignedInWith,
    DateTime CreatedAt,
    DateTime LastSeenAt,
    DateTime? KeptUntil,
    bool IsCurrent
);

/// <summary>A passkey a person signs in with.</summary>
/// <param name="LastUsedAt">Missing until the first sign-in with the passkey.</param>
public sealed record PasskeyResponse(
    Guid Id,
    string Name,
    DateTime CreatedAt,
    DateTime? LastUsedAt
);

/// <param name="Options">
/// WebAuthn's PublicKeyCredentialCreationOptionsJSON, as text; missing if the product is
/// reached by an IP address, for which browsers create no passkeys.
/// </param>
public sealed record PasskeyOptions(string? Options);

/// <param name="Name">1 to 100 characters.</param>
/// <param name="Credential">WebAuthn's RegistrationResponseJSON, as text.</param>
public sealed record AddPasskeyRequest(string? Name, string? Credential);

/// <param name="Name">1 to 100 characters.</param>
public sealed record RenamePasskeyRequest(string? Name);

/// <summary>Filters that a person saved under a name.</summary>
/// <param name="Page">First segment of the page's path, e.g. <c>incidents</c>.</param>
/// <param name="Query">
/// The query without the question mark, e.g. <c>status=active&amp;service=db</c>.
/// </param>
public sealed record ViewResponse(Guid Id, string Page, string Name, string Query);

/// <param name="Page">
/// First segment of the page's path, 1 to 40 lower-case letters or hyphens.
/// </param>
/// <param name="Name">
/// 1 to 60 characters. Replaces an existing view of the page with this name.
/// </param>
/// <param name="Query">At most 1,000 characters, without the question mark.</param>
public sealed record SaveViewRequest(string? Page, string? Name, string? Query);
