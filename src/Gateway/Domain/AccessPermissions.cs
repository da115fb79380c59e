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
        },
        new(Organization, "See and revoke everybody's tokens; make service tokens", Scope.Admin),
        new(Organization, "Read and export the audit log", Scope.Admin)
        {
            Operations = ["ListAudit", "ExportAudit"],
        },
        new(Organization, "Load and remove sample data", Scope.Admin)
        {
            Operations = ["GetSampleData", "LoadSampleData", "RemoveSampleData"],
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
        },
        new(Yourself, "Choose one's preferences and save views", null)
        {
            IsForPeopleOnly = true,
            Operations = ["ListViews", "SaveView", "RemoveView"],
        },
        new(Yourself, "Make and revoke personal tokens, of one's own scopes at most", null)
        {
            Operations = ["CreateToken", "ListTokens", "RevokeToken"],
        },
    ];
}
