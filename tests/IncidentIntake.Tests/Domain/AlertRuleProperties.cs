using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>Whatever arrives: rules lose no alert and double none (A9).</summary>
public sealed class AlertRuleProperties
{
    public sealed record Step(
        IReadOnlyList<(int Fingerprint, int Service, bool IsFiring)> Alerts,
        bool EndsCommit
    )
    {
        public override string ToString() =>
            string.Join(
                " ",
                Alerts.Select(a => $"{(a.IsFiring ? "+" : "-")}{a.Fingerprint}s{a.Service}")
            ) + (EndsCommit ? " |" : "");
    }

    [Fact]
    public void Grouping_into_commits_changes_nothing() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    var one = Describe(Run(steps, grouped: true, useCache: true));
                    var two = Describe(Run(steps, grouped: false, useCache: false));
                    return (one == two).Label($"{one}\nvs\n{two}");
                }
            )
        );

    [Fact]
    public void Every_firing_alert_is_in_one_incident_or_held_or_ignored() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    var world = Run(steps, grouped: true, useCache: true);
                    var last = steps
                        .SelectMany(s => s.Alerts)
                        .GroupBy(a => a.Fingerprint)
                        .Select(g => g.Last());
                    foreach (var (fingerprint, service, isFiring) in last)
                    {
                        var inIncidents = world.Alerts.Count(a =>
                            a.Fingerprint == Name(fingerprint, service)
                            && a.Status == AlertStatus.Firing
                        );
                        var isHeld = world.Held.Any(h =>
                            h.IsHeld && h.Title == Name(fingerprint, service)
                        );
                        var places = inIncidents + (isHeld ? 1 : 0);
                        places.ShouldBe(
                            isFiring && service != 3 ? 1 : 0,
                            $"{Name(fingerprint, service)}: {Told(steps)}\n{Describe(world)}"
                        );
                    }

                    world.Incidents.ShouldAllBe(i =>
                        i.FiringAlertCount
                        == world.Alerts.Count(a =>
                            a.IncidentId == i.Id && a.Status == AlertStatus.Firing
                        )
                    );
                }
            )
        );

    private static Gen<List<Step>> Steps()
    {
        var alert =
            from fingerprint in Gen.Choose(0, 7)
            from isFiring in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
            select (fingerprint, fingerprint % 4, isFiring);
        var step =
            from count in Gen.Choose(1, 3)
            from alerts in Gen.ListOf(alert, count)
            from endsCommit in Gen.Elements(true, false)
            select new Step(alerts.DistinctBy(a => a.fingerprint).ToList(), endsCommit);
        return from count in Gen.Choose(1, 14)
            from steps in Gen.ListOf(step, count)
            select steps.ToList();
    }

    private static AlertWorld Run(IReadOnlyList<Step> steps, bool grouped, bool useCache)
    {
        var world = new AlertWorld(useCache: useCache) { Rules = Rules() };
        var pending = new List<(int, IncomingAlert[])>();
        for (var i = 0; i < steps.Count; i++)
        {
            pending.Add(
                (
                    10 + i,
                    [
                        .. steps[i]
                            .Alerts.Select(a =>
                                world.Alert(
                                    Name(a.Fingerprint, a.Service),
                                    a.IsFiring ? AlertSignal.Firing : AlertSignal.Resolved,
                                    startMinute: null,
                                    service: "s" + a.Service
                                )
                            ),
                    ]
                )
            );
            if (steps[i].EndsCommit || !grouped || i == steps.Count - 1)
            {
                world.Commit([.. pending]);
                pending.Clear();
            }
        }

        return world;
    }

    /// <summary>One for each kind of decision.</summary>
    private static Pir.IncidentIntake.Domain.Rules.AlertRulebook Rules() =>
        new(
            [
                AlertRuleTests.RuleOf(
                    Of("s0") with
                    {
                        GroupBy = ["service"],
                        Occurrences = 2,
                        OccurrenceMinutes = 4,
                        HoldMinutes = 3,
                    },
                    1
                ),
                AlertRuleTests.RuleOf(
                    Of("s1") with
                    {
                        GroupBy = ["key"],
                        StormIncidents = 1,
                        StormMinutes = 3,
                    },
                    2
                ),
                AlertRuleTests.RuleOf(Of("s3") with { Action = AlertRuleAction.Ignore }, 3),
            ],
            [AlertRuleTests.Silent(0, 15, AlertRuleTests.Where("service", AlertOperator.Is, "s2"))]
        );

    private static AlertRuleRequest Of(string service) =>
        new()
        {
            Name = service,
            Conditions = [AlertRuleTests.Where("service", AlertOperator.Is, service)],
        };

    private static string Told(IEnumerable<Step> steps) => string.Join("; ", steps);

    private static string Name(int fingerprint, int service) => $"f{fingerprint}s{service}";

    private static string Describe(AlertWorld world) =>
        string.Join(
            "\n",
            world
                .Incidents.Select(i =>
                    $"{i.Number} {i.Title} {i.IsActive} {i.FiringAlertCount}: "
                    + string.Join(
                        " ",
                        world
                            .Alerts.Where(a => a.IncidentId == i.Id)
                            .Select(a => $"{a.Fingerprint}{a.StartsAt:HHmm}{a.Status}")
                            .Order(StringComparer.Ordinal)
                    )
                )
                .Concat(world.Held.Select(h => $"{h.Title} {h.State} {h.Occurrences}"))
        );
}
