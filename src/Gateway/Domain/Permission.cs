namespace Pir.Gateway.Domain;

/// <summary>One thing that can be done here, in words: a row of the permission matrix.</summary>
/// <param name="Area">The rows' heading.</param>
/// <param name="Text">Begins with a verb: <c>See incidents</c>.</param>
/// <param name="Scope">What it takes; null where being signed in is enough.</param>
public sealed record Permission(string Area, string Text, string? Scope)
{
    /// <summary>
    /// Operations of the API that do it. A name that ends in a colon stands for the operation of
    /// each service.
    /// </summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>
    /// It is about somebody's own things: a service token, behind which nobody stands, may not do
    /// it, whatever its scopes.
    /// </summary>
    public bool IsForPeopleOnly { get; init; }

    /// <summary>Whether somebody with these scopes may do it.</summary>
    public bool Allows(IReadOnlyList<string> scopes) =>
        Scope is null || ScopeSet.FirstBeyond(scopes, [Scope]) is null;

    public bool Allows(Role role) => Allows(RoleScopes.For(role));
}
