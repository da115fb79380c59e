namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// One thing that can be done here, in words: a row of the permission matrix. Each endpoint says
/// which one it is (<see cref="EndpointAccess.May"/>).
/// </summary>
/// <param name="Area">The rows' heading.</param>
/// <param name="Text">Begins with a verb: <c>See incidents</c>.</param>
/// <param name="Scope">What it takes; null where being signed in is enough.</param>
public sealed record Permission(string Area, string Text, string? Scope)
{
    /// <summary>
    /// It is about somebody's own things: a service token, behind which nobody stands, may not do
    /// it, whatever its scopes.
    /// </summary>
    public bool IsForPeopleOnly { get; init; }

    /// <summary>
    /// No endpoint takes it alone: handlers ask for it, where it depends on what a request is
    /// about.
    /// </summary>
    public bool IsDecidedInside { get; init; }
}
