using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>Rows about people, the organization and oneself.</summary>
internal static class AccessPermissions
{
    private const string Organization = "Organization";
    private const string Yourself = "Yourself";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Organization, "See people, teams and roles", null)
        {
            Operations = ["ListPeople", "ListTeams", "ListRoles"],
            Pages =
            [
                "GET /people",
                "GET /people/roles",
                "GET /people/{id:guid}/{verb}",
                "GET /teams",
                "GET /teams/{id:guid}",
                "GET /teams/{id:guid}/{**rest}",
            ],
        },
        new(Organization, "Manage people and their sessions", Scope.Admin)
        {
            Operations =
            [
                "ListUsers",
                "CreateUser",
                "GetUser",
                "ChangeUser",
                "InviteUser",
                "ListUserSessions",
                "EndUserSessions",
            ],
            Pages =
            [
                "GET /people/{id:guid}",
                "POST /people",
                "POST /people/{id:guid}/change",
                "POST /people/{id:guid}/disable",
                "POST /people/{id:guid}/enable",
                "POST /people/{id:guid}/invite",
                "POST /people/{id:guid}/sign-out",
            ],
        },
        new(Organization, "Manage teams", Scope.Admin)
        {
            Operations =
            [
                "CreateTeam",
                "RenameTeam",
                "RemoveTeam",
                "AddTeamMember",
                "RemoveTeamMember",
            ],
            Pages =
            [
                "POST /teams",
                "POST /teams/{id:guid}/rename",
                "POST /teams/{id:guid}/remove",
                "POST /teams/{id:guid}/members",
                "POST /teams/{id:guid}/members/{person:guid}/remove",
            ],
        },
        new(Organization, "See and revoke everybody's tokens; make service tokens", Scope.Admin),
        new(Organization, "Read and export the audit log", Scope.Admin)
        {
            Operations = ["ListAudit", "ExportAudit"],
            Pages = ["GET /audit"],
        },
        new(Organization, "Load and remove sample data", Scope.Admin)
        {
            Operations = ["GetSampleData", "LoadSampleData", "RemoveSampleData"],
            Pages =
            [
                "GET /sample-data",
                "GET /sample-data/{verb}",
                "POST /sample-data/load",
                "POST /sample-data/remove",
            ],
        },
        new(Organization, "Look after queues and what was parked in them", Scope.Admin)
        {
            Operations =
            [
                "ListParked:",
                "RetryParked:",
                "GetOutbox:",
                "RetryOutboxMessage:",
                "RedriveErrorQueue:",
                "GetSampleData:",
                "RemoveSampleData:",
            ],
        },
        new(Yourself, "See who one is", null) { Operations = ["GetMe"] },
        new(Yourself, "Change one's own name and ways to sign in, end one's own sessions", null)
        {
            IsForPeopleOnly = true,
            Operations =
            [
                "ChangeMe",
                "ChangePassword",
                "ListMyPasskeys",
                "BeginMyPasskey",
                "AddMyPasskey",
                "RenameMyPasskey",
                "RemoveMyPasskey",
                "ListMySessions",
                "EndMySession",
                "EndMySessions",
            ],
            Pages =
            [
                "GET /account",
                "GET /account/{**rest}",
                "POST /account/name",
                "POST /account/passkeys",
                "POST /account/passkeys/{id:guid}/rename",
                "POST /account/passkeys/{id:guid}/remove",
                "POST /account/password",
                "POST /account/provider",
                "POST /account/sessions/{id:guid}/end",
                "POST /account/sign-out-everywhere",
            ],
        },
        new(Yourself, "Choose one's preferences and save views", null)
        {
            IsForPeopleOnly = true,
            Operations = ["ListViews", "SaveView", "RemoveView"],
            Pages =
            [
                "GET /preferences",
                "POST /preferences",
                "GET /styleguide",
                "POST /styleguide",
                "POST /views",
                "POST /views/{id:guid}/remove",
            ],
        },
        new(Yourself, "Make and revoke personal tokens, of one's own scopes at most", null)
        {
            Operations = ["CreateToken", "ListTokens", "RevokeToken"],
            Pages =
            [
                "GET /tokens",
                "GET /tokens/{**rest}",
                "POST /tokens",
                "POST /tokens/{id:guid}/revoke",
            ],
        },
    ];
}
