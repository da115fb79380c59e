namespace Pir.Gateway.Domain;

/// <summary>Where a request to a service names somebody by the id of an account.</summary>
/// <param name="Method">Of the operation.</param>
/// <param name="Template">Its path, with parameters in braces.</param>
/// <param name="Holder">The member that is the person; null where the body itself is.</param>
/// <param name="Id">Member with the id of the account.</param>
/// <param name="Name">Member with the name beside it.</param>
public sealed record PersonPlace(
    string Method,
    string Template,
    string? Holder,
    string Id,
    string Name
)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>By the operation's name. A test holds the list against the API.</summary>
    public static IReadOnlyDictionary<string, PersonPlace> ByOperation { get; } =
        new Dictionary<string, PersonPlace>(StringComparer.Ordinal)
        {
            ["AssignIncidentRole"] = new(
                "POST",
                "/api/incidents/{incident}/roles",
                "person",
                "id",
                "name"
            ),
            ["AssignReviewOwner"] = new("PUT", "/api/reviews/{id}/owner", "person", "id", "name"),
            ["InviteAttendee"] = new(
                "POST",
                "/api/reviews/{id}/attendees",
                null,
                "personId",
                "name"
            ),
            ["AssignAction"] = new(
                "POST",
                "/api/actions/{action}/assign",
                "assignee",
                "id",
                "name"
            ),
        };

    /// <summary>The id as a problem names its field.</summary>
    public string IdField => Holder is null ? Id : $"{Holder}.{Id}";

    /// <summary>Null for a request that names nobody by id.</summary>
    public static PersonPlace? Find(string method, string path) =>
        ByOperation.Values.FirstOrDefault(place => place.Matches(method, path));

    private bool Matches(string method, string path)
    {
        var asked = path.TrimEnd('/').Split('/');
        return string.Equals(method, Method, StringComparison.OrdinalIgnoreCase)
            && asked.Length == _segments.Length
            && _segments
                .Zip(asked)
                .All(pair =>
                    pair.First.StartsWith('{')
                    || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase)
                );
    }
}
