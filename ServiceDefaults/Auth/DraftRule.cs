using System.Security.Claims;
using Pir.Contracts.Reviews;

namespace Pir.ServiceDefaults.Auth;

/// <summary>Somebody who requests a draft.</summary>
/// <param name="PersonId">Account id; for a personal token, its owner's; otherwise null.</param>
/// <param name="Teams">Names of their teams.</param>
/// <param name="SeesAll">An administrator, or a token with access to all drafts.</param>
public sealed record DraftReader(string? PersonId, IReadOnlyList<string> Teams, bool SeesAll)
{
    public static DraftReader Of(ClaimsPrincipal principal) =>
        new(principal.PersonId(), principal.Teams(), principal.Has(Scope.ReviewsDrafts));

    /// <summary>The keys of <see cref="DraftRule.KeysOf"/> that let this reader in.</summary>
    public IReadOnlyList<string> Keys =>
        DraftRule.KeysOf(new(PersonId is null ? [] : [PersonId], Teams));
}

/// <summary>The rule for who may read a review before it is published.</summary>
public static class DraftRule
{
    /// <summary>
    /// Attendees, members of the incident's team, and whoever may see all drafts.
    /// </summary>
    public static bool Sees(DraftReader reader, ReviewAudience audience) =>
        reader.SeesAll || KeysOf(audience).Intersect(reader.Keys, StringComparer.Ordinal).Any();

    /// <summary>The audience as keys that a database can compare.</summary>
    public static IReadOnlyList<string> KeysOf(ReviewAudience audience) =>
        [.. audience.People.Select(p => "person:" + p), .. audience.Teams.Select(t => "team:" + t)];
}
