namespace Pir.Web.Shared.Text;

/// <summary>Display names of roles and scopes.</summary>
internal static class AccessWords
{
    public static readonly IReadOnlyList<(string Value, string Text)> Roles =
    [
        ("viewer", "Viewer: reads incidents, actions and published reviews"),
        ("responder", "Responder: works on incidents and actions"),
        ("support", "Support: a responder who sees which customers were affected"),
        ("facilitator", "Facilitator: a responder who leads reviews"),
        ("organizer", "Organizer: a facilitator who manages subscriptions"),
        ("admin", "Administrator: everything"),
    ];

    /// <summary>The scopes of a token, in the order of the form.</summary>
    public static readonly IReadOnlyList<(string Scope, string Text)> Scopes =
    [
        ("incidents:read", "Read incidents"),
        ("incidents:write", "Open and change incidents"),
        ("incidents:delete", "Delete incidents with their reviews and actions"),
        ("customers", "See and change which customers were affected"),
        ("timeline:read", "Read timelines"),
        ("timeline:write", "Add to timelines"),
        ("reviews:read", "Read reviews"),
        ("reviews:write", "Write reviews"),
        ("reviews:drafts", "Read all draft reviews"),
        ("actions:read", "Read actions"),
        ("actions:write", "Change actions"),
        ("events:read", "Receive events"),
        ("sources:read", "Read sources"),
        ("sources:write", "Change sources"),
        ("subscriptions:read", "Read subscriptions"),
        ("subscriptions:write", "Change subscriptions"),
        ("import", "Import past incidents on behalf of other people"),
        ("admin", "Everything, including people and tokens"),
    ];

    /// <summary>Only the role's name.</summary>
    public static string Role(string? role) =>
        role is null ? "" : Find(Roles, role)?.Split(':')[0] ?? role;

    /// <inheritdoc cref="Role"/>
    public static string Name(Role role) => Role(Words.Wire(role));

    public static string Scope(string scope) => Find(Scopes, scope) ?? scope;

    private static string? Find(IReadOnlyList<(string Value, string Text)> words, string value) =>
        words.FirstOrDefault(w => w.Value == value).Text;
}
