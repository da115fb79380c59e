namespace Pir.Gateway.Domain;

/// <summary>A place where a request to a service names a person by account id.</summary>
/// <param name="Method">Method of the operation.</param>
/// <param name="Template">Its path, with parameters in braces.</param>
/// <param name="Holder">The member with the person; null if the body itself is the person.</param>
/// <param name="Id">Member with the id of the account.</param>
/// <param name="Name">Member with the name.</param>
public sealed record PersonPlace(
    string Method,
    string Template,
    string? Holder,
    string Id,
    string Name
)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>
    /// Keyed by the name of the operation. A test compares the list with the API.
    /// </summary>
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
            ["AddIncidentTask"] = new(
                "POST",
                "/api/incidents/{incident}/tasks",
                "person",
                "id",
                "name"
            ),
            ["ChangeIncidentTask"] = new(
                "PATCH",
                "/api/incidents/{incident}/tasks/{id}",
                "person",
                "id",
                "name"
            ),
            ["RecordActivity"] = new(
                "POST",
                "/api/incidents/{incident}/timeline/activities",
                "owner",
                "id",
                "name"
            ),
            ["ChangeActivity"] = new(
                "PATCH",
                "/api/incidents/{incident}/timeline/activities/{activityId}",
                "owner",
                "id",
                "name"
            ),
            ["ChangeIncidents"] = new("POST", "/api/incidents/bulk", "person", "id", "name"),
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

    /// <summary>The name of the id's field in a problem.</summary>
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
