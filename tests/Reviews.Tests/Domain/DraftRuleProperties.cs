using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Xunit;

namespace Pir.Reviews.Tests.Domain;

/// <summary>Who may read a draft, for all readers and audiences.</summary>
public sealed class DraftRuleProperties
{
    // Few names, so that readers and audiences often match, and one that imitates the other kind.
    private static readonly string[] People = ["ada", "grace", "team:payments", "PAYMENTS"];
    private static readonly string[] Teams = ["payments", "search", "person:ada", "ada"];

    [Fact]
    public void Sees_exactly_who_attends_is_of_the_team_or_sees_all() =>
        Holds(
            (reader, audience) =>
                DraftRule.Sees(reader, audience)
                == (
                    reader.SeesAll
                    || (reader.PersonId is { } person && audience.People.Contains(person))
                    || audience.Teams.Any(reader.Teams.Contains)
                )
        );

    [Fact]
    public void Nobody_loses_sight_because_somebody_else_comes() =>
        Holds(
            (reader, audience) =>
                !DraftRule.Sees(reader, audience)
                || DraftRule.Sees(
                    reader,
                    new([.. audience.People, "newcomer"], [.. audience.Teams, "another"])
                )
        );

    [Fact]
    public void A_draft_of_nobody_is_seen_by_those_who_see_all_alone() =>
        Holds((reader, _) => DraftRule.Sees(reader, new([], [])) == reader.SeesAll);

    [Fact]
    public void Somebody_who_is_nobody_sees_nothing() =>
        Holds((_, audience) => !DraftRule.Sees(new(null, [], false), audience));

    private static void Holds(Func<DraftReader, ReviewAudience, bool> property)
    {
        var cases =
            from person in Gen.Elements<string?>([null, .. People])
            from teams in Gen.SubListOf(Teams)
            from seesAll in Gen.Frequency((1, Gen.Constant(true)), (5, Gen.Constant(false)))
            from attending in Gen.SubListOf(People)
            from ofTeams in Gen.SubListOf(Teams)
            select (
                Reader: new DraftReader(person, [.. teams], seesAll),
                Audience: new ReviewAudience([.. attending], [.. ofTeams])
            );
        Prop.ForAll(cases.ToArbitrary(), c => property(c.Reader, c.Audience))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }
}
