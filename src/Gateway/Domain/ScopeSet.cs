using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>Set operations on scopes, with <c>admin</c> as all of them.</summary>
public static class ScopeSet
{
    /// <summary>What both sets allow.</summary>
    public static IReadOnlyList<string> Intersect(
        IReadOnlyList<string> left,
        IReadOnlyList<string> right
    )
    {
        if (left.Contains(Scope.Admin))
        {
            return right;
        }

        return right.Contains(Scope.Admin) ? left : [.. left.Where(right.Contains)];
    }

    /// <summary>
    /// The first scope of <paramref name="wanted"/> that <paramref name="held"/> does not allow, or
    /// null.
    /// </summary>
    public static string? FirstBeyond(IReadOnlyList<string> held, IEnumerable<string> wanted) =>
        held.Contains(Scope.Admin) ? null : wanted.FirstOrDefault(scope => !held.Contains(scope));
}
