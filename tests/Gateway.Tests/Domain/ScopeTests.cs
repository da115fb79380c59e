using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Api;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Tests.Domain;

public sealed class ScopeTests
{
    private static readonly Arbitrary<string[]> ScopeLists = Gen.SubListOf<string>(Scope.All)
        .Select(scopes => scopes.ToArray())
        .ToArbitrary();

    [Fact]
    public void The_common_part_allows_a_scope_exactly_when_both_do() =>
        Prop.ForAll(
                ScopeLists,
                ScopeLists,
                (left, right) =>
                    Scope.All.All(scope =>
                        Allows(ScopeSet.Intersect(left, right), scope)
                        == (Allows(left, scope) && Allows(right, scope))
                    )
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void What_lies_beyond_is_what_is_not_allowed() =>
        Prop.ForAll(
                ScopeLists,
                ScopeLists,
                (held, wanted) =>
                    ScopeSet.FirstBeyond(held, wanted) is { } beyond
                        ? wanted.Contains(beyond) && !Allows(held, beyond)
                        : wanted.All(scope => Allows(held, scope))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Each_role_may_do_what_the_one_below_it_may_but_see_customers()
    {
        foreach (var (lower, higher) in Enum.GetValues<Role>().Zip(Enum.GetValues<Role>().Skip(1)))
        {
            RoleScopes
                .For(lower)
                .Where(scope => scope != Scope.Customers)
                .ShouldAllBe(scope => Allows(RoleScopes.For(higher), scope));
        }
    }

    [Theory]
    [InlineData(Role.Viewer, Scope.IncidentsRead, true)]
    [InlineData(Role.Viewer, Scope.SourcesRead, false)]
    [InlineData(Role.Viewer, Scope.SubscriptionsRead, false)]
    [InlineData(Role.Viewer, Scope.IncidentsWrite, false)]
    [InlineData(Role.Responder, Scope.TimelineWrite, true)]
    [InlineData(Role.Responder, Scope.ReviewsWrite, false)]
    [InlineData(Role.Facilitator, Scope.ReviewsWrite, true)]
    [InlineData(Role.Organizer, Scope.SubscriptionsWrite, true)]
    [InlineData(Role.Organizer, Scope.SourcesWrite, false)]
    [InlineData(Role.Support, Scope.Customers, true)]
    [InlineData(Role.Facilitator, Scope.Customers, false)]
    [InlineData(Role.Organizer, Scope.Customers, false)]
    [InlineData(Role.Admin, Scope.SourcesWrite, true)]
    public void A_role_is_a_set_of_scopes(Role role, string scope, bool may) =>
        Allows(RoleScopes.For(role), scope).ShouldBe(may);

    private static bool Allows(IReadOnlyList<string> scopes, string scope) =>
        scopes.Contains(scope) || scopes.Contains(Scope.Admin);
}
