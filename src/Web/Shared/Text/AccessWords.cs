namespace Pir.Web.Shared.Text;

/// <summary>Roles and scopes as a reader sees them.</summary>
internal static class AccessWords
{
    public static readonly IReadOnlyList<(string Value, string Text)> Roles =
    [
        ("viewer", "Viewer: reads everything that is published"),
        ("responder", "Responder: works on incidents and actions"),
        ("facilitator", "Facilitator: also leads reviews"),
        ("organizer", "Organizer: also connects those who are told"),
        ("admin", "Administrator: everything"),
    ];

    /// <summary>What a token may be allowed, in the order of the form.</summary>
    public static readonly IReadOnlyList<(string Scope, string Text)> Scopes =
    [
        ("incidents:read", "Read incidents"),
        ("incidents:write", "Open and change incidents"),
        ("timeline:read", "Read timelines"),
        ("timeline:write", "Write into timelines"),
        ("reviews:read", "Read reviews"),
        ("reviews:write", "Write reviews"),
        ("reviews:drafts", "Read every review before it is published"),
        ("actions:read", "Read actions"),
        ("actions:write", "Change actions"),
        ("events:read", "Listen to events"),
        ("sources:read", "Read sources"),
        ("sources:write", "Change sources"),
        ("subscriptions:read", "Read subscriptions"),
        ("subscriptions:write", "Change subscriptions"),
        ("admin", "Everything, people and tokens included"),
    ];

    /// <summary>The role's name alone.</summary>
    public static string Role(string? role) =>
        role is null ? "" : Find(Roles, role)?.Split(':')[0] ?? role;

    public static string Scope(string scope) => Find(Scopes, scope) ?? scope;

    private static string? Find(IReadOnlyList<(string Value, string Text)> words, string value) =>
        words.FirstOrDefault(w => w.Value == value).Text;
}
