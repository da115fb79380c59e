namespace Pir.Gateway.Domain;

/// <summary>Where a request to a service names somebody by the id of an account.</summary>
/// <param name="Holder">The member that is the person; null where the body itself is.</param>
/// <param name="Id">Member with the id of the account.</param>
/// <param name="Name">Member with the name beside it.</param>
public sealed record PersonPlace(string? Holder, string Id, string Name)
{
    /// <summary>By the operation's name. A test holds the list against the API.</summary>
    public static IReadOnlyDictionary<string, PersonPlace> ByOperation { get; } =
        new Dictionary<string, PersonPlace>(StringComparer.Ordinal)
        {
            ["AssignIncidentRole"] = new("person", "id", "name"),
            ["AssignReviewOwner"] = new("person", "id", "name"),
            ["InviteAttendee"] = new(null, "personId", "name"),
            ["AssignAction"] = new("assignee", "id", "name"),
        };

    /// <summary>The id as a problem names its field.</summary>
    public string IdField => Holder is null ? Id : $"{Holder}.{Id}";

    /// <summary>Null for a request that names nobody by id.</summary>
    public static PersonPlace? Find(string method, string path) =>
        AuditedOperations.Find(method, path, out _) is { } operation
            ? ByOperation.GetValueOrDefault(operation.Name)
            : null;
}
