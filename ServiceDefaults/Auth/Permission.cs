namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// One thing a caller may do: a row of the permission matrix. Each endpoint declares its permission
/// (<see cref="EndpointAccess.May"/>).
/// </summary>
/// <param name="Area">Heading of the group of rows.</param>
/// <param name="Text">Begins with a verb: <c>See incidents</c>.</param>
/// <param name="Scope">The required scope; null if being signed in is enough.</param>
public sealed record Permission(string Area, string Text, string? Scope)
{
    /// <summary>
    /// Concerns the caller's own things. Service tokens, which belong to nobody, may not do it,
    /// whatever their scopes.
    /// </summary>
    public bool IsForPeopleOnly { get; init; }

    /// <summary>
    /// No endpoint requires it directly. Handlers check it, because it depends on the subject of
    /// the request.
    /// </summary>
    public bool IsDecidedInside { get; init; }
}
