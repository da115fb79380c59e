using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Notifications.Domain;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

/// <summary>Laws of filters, over few values so that they meet often.</summary>
public sealed class SelectionProperties
{
    private static readonly string[] Names = ["payments", "search", "checkout"];
    private static readonly Guid[] Incidents = [Guid.CreateVersion7(), Guid.CreateVersion7()];
    private static readonly string[] Types = EventCatalog
        .All.Where(d => d.IsSubscribable)
        .Select(d => d.Name)
        .ToArray();

    private static readonly Gen<EventFacets> Facets =
        from incident in Gen.Elements<Guid?>(null, Incidents[0], Incidents[1])
        from service in Gen.Elements([null, .. Names])
        from severity in Gen.Elements<Severity?>(null, Severity.Sev1, Severity.Sev2)
        from team in Gen.Elements([null, .. Names])
        select new EventFacets(incident, null, service, severity, team);

    private static readonly Gen<Selection> Selections =
        from events in Gen.NonEmptyListOf(Gen.Elements([.. Types, "*", "review.*", "incident.*"]))
        from services in Gen.SubListOf(Names)
        from severities in Gen.SubListOf(Severity.Sev1, Severity.Sev2)
        from teams in Gen.SubListOf(Names)
        from incident in Gen.Elements<Guid?>(null, Incidents[0], Incidents[1])
        select new Selection([.. events], [.. services], [.. severities], [.. teams], incident);

    private static readonly Arbitrary<(Selection, string, EventFacets)> Cases = Arb.From(
        from selection in Selections
        from type in Gen.Elements(Types)
        from facets in Facets
        select (selection, type, facets)
    );

    [Fact]
    public void An_empty_filter_lets_everything_through() =>
        Prop.ForAll(Cases, c => new Selection(["*"], [], [], [], null).Matches(c.Item2, c.Item3))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_are_joined_by_and()
    {
        Prop.ForAll(
                Cases,
                c =>
                {
                    var (s, type, facets) = c;
                    var each =
                        new Selection(s.Events, [], [], [], null).Matches(type, facets)
                        && new Selection(["*"], s.Services, [], [], null).Matches(type, facets)
                        && new Selection(["*"], [], s.Severities, [], null).Matches(type, facets)
                        && new Selection(["*"], [], [], s.Teams, null).Matches(type, facets)
                        && new Selection(["*"], [], [], [], s.Incident).Matches(type, facets);
                    return s.Matches(type, facets) == each;
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Items_of_a_list_are_joined_by_or()
    {
        Prop.ForAll(
                Cases,
                c =>
                {
                    var (s, type, facets) = c;
                    var any =
                        s.Services.Count == 0
                        || s.Services.Any(one =>
                            new Selection(["*"], [one], [], [], null).Matches(type, facets)
                        );
                    return new Selection(["*"], s.Services, [], [], null).Matches(type, facets)
                        == any;
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Names_compare_without_case()
    {
        Prop.ForAll(
                Cases,
                c =>
                {
                    var (s, type, facets) = c;
                    var shouted = new Selection(
                        s.Events,
                        [.. s.Services.Select(x => x.ToUpperInvariant())],
                        s.Severities,
                        [.. s.Teams.Select(x => x.ToUpperInvariant())],
                        s.Incident
                    );
                    return shouted.Matches(type, facets) == s.Matches(type, facets);
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
