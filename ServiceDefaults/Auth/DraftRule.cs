using System.Security.Claims;
using Pir.Contracts.Reviews;

namespace Pir.ServiceDefaults.Auth;

/// <summary>Somebody who asks for a draft.</summary>
/// <param name="PersonId">
/// Account; of a personal token, its owner's; null where there is none.
/// </param>
/// <param name="Teams">Names.</param>
/// <param name="SeesAll">An administrator, or a token trusted with drafts.</param>
public sealed record DraftReader(string? PersonId, IReadOnlyList<string> Teams, bool SeesAll)
{
    public static DraftReader Of(ClaimsPrincipal principal) =>
        new(principal.PersonId(), principal.Teams(), principal.Has(Scope.ReviewsDrafts));

    /// <summary>What of an audience's <see cref="DraftRule.KeysOf"/> lets this reader in.</summary>
    public IReadOnlyList<string> Keys =>
        DraftRule.KeysOf(new(PersonId is null ? [] : [PersonId], Teams));
}

/// <summary>The one rule of who reads a review before it is published.</summary>
public static class DraftRule
{
    /// <summary>
    /// Those who attend, the members of the incident's team, and whoever sees all.
    /// </summary>
    public static bool Sees(DraftReader reader, ReviewAudience audience) =>
        reader.SeesAll || KeysOf(audience).Intersect(reader.Keys, StringComparer.Ordinal).Any();

    /// <summary>The audience as words a database can compare.</summary>
    public static IReadOnlyList<string> KeysOf(ReviewAudience audience) =>
        [.. audience.People.Select(p => "person:" + p), .. audience.Teams.Select(t => "team:" + t)];
}
