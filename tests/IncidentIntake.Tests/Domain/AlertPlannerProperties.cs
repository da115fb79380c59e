using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>
/// Whatever arrives, in any order and grouping into commits: the incidents match those of a simple
/// model.
/// </summary>
public sealed class AlertPlannerProperties
{
    /// <summary>One step: a delivery, or somebody resolves the latest incident by hand.</summary>
    public sealed record Step(
        IReadOnlyList<(int Fingerprint, int? Start, bool IsFiring)> Alerts,
        bool EndsCommit,
        bool ResolvesByHand
    )
    {
        public override string ToString() =>
            ResolvesByHand
                ? "by hand"
                : string.Join(
                    " ",
                    Alerts.Select(a => $"{(a.IsFiring ? "+" : "-")}{a.Fingerprint}@{a.Start}")
                ) + (EndsCommit ? " |" : "");
    }

    [Theory]
    [InlineData(AlertGrouping.Group, true, 0)]
    [InlineData(AlertGrouping.Group, false, 3)]
    [InlineData(AlertGrouping.Alert, true, 3)]
    public void Equals_the_model(AlertGrouping grouping, bool autoResolve, int suppressMinutes) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    var world = Run(
                        new AlertWorld(grouping, autoResolve, suppressMinutes),
                        steps,
                        grouped: true
                    );
                    var model = new Model(grouping, autoResolve, suppressMinutes);
                    foreach (var (step, minute) in Timed(steps))
                    {
                        model.Take(step, minute);
                    }

                    return (Describe(world) == model.Describe()).Label(
                        $"got\n{Describe(world)}\nwanted\n{model.Describe()}"
                    );
                }
            )
        );

    [Fact]
    public void Grouping_into_commits_and_the_cache_change_nothing() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    var one = Describe(Run(new AlertWorld(), steps, grouped: true));
                    var two = Describe(Run(new AlertWorld(useCache: false), steps, grouped: false));
                    return (one == two).Label($"{one}\nvs\n{two}");
                }
            )
        );

    [Fact]
    public void Resending_everything_changes_nothing() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    // Firings and ends with known starts only, each delivered twice in a row: the
                    // second copy is a repeat, stale or unknown.
                    var once = steps
                        .Where(s => !s.ResolvesByHand)
                        .Select(s =>
                            s with
                            {
                                Alerts = s
                                    .Alerts.Select(a =>
                                        (a.Fingerprint, (int?)(a.Start ?? 1), a.IsFiring)
                                    )
                                    .ToList(),
                            }
                        )
                        .ToList();
                    var twice = once.SelectMany(s => (Step[])[s, s]).ToList();
                    var one = Describe(Run(new AlertWorld(), once, grouped: true));
                    var two = Describe(Run(new AlertWorld(), twice, grouped: true));
                    return (one == two).Label($"{one}\nvs\n{two}");
                }
            )
        );

    [Fact]
    public void Counts_are_the_rows()
    {
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    var world = Run(new AlertWorld(), steps, grouped: true);
                    return world.Incidents.All(i =>
                        i.AlertCount == world.Alerts.Count(a => a.IncidentId == i.Id)
                        && i.FiringAlertCount
                            == world.Alerts.Count(a =>
                                a.IncidentId == i.Id && a.Status == AlertStatus.Firing
                            )
                        && (i.IsActive || i.ResolvedAt >= i.DetectedAt)
                    );
                }
            )
        );
    }

    private static Gen<List<Step>> Steps()
    {
        var alert =
            from fingerprint in Gen.Choose(0, 3)
            from start in Gen.Frequency(
                (5, Gen.Choose(0, 4).Select(s => (int?)s)),
                (1, Gen.Constant((int?)null))
            )
            from isFiring in Gen.Frequency((2, Gen.Constant(true)), (1, Gen.Constant(false)))
            select (fingerprint, start, isFiring);
        var step =
            from count in Gen.Choose(1, 3)
            from alerts in Gen.ListOf(alert, count)
            from endsCommit in Gen.Frequency((1, Gen.Constant(true)), (1, Gen.Constant(false)))
            from byHand in Gen.Frequency((1, Gen.Constant(true)), (7, Gen.Constant(false)))
            select new Step(alerts.DistinctBy(a => a.fingerprint).ToList(), endsCommit, byHand);
        return from count in Gen.Choose(1, 14)
            from steps in Gen.ListOf(step, count)
            select steps.ToList();
    }

    private static IEnumerable<(Step Step, int Minute)> Timed(IEnumerable<Step> steps) =>
        steps.Select((s, i) => (s, 10 + i));

    private static AlertWorld Run(AlertWorld world, IReadOnlyList<Step> steps, bool grouped)
    {
        var pending = new List<(int, IncomingAlert[])>();
        foreach (var (step, minute) in Timed(steps))
        {
            if (step.ResolvesByHand)
            {
                Flush();
                if (world.Incidents.Count > 0)
                {
                    world.ResolveByHand(world.Incidents[^1].Number, minute);
                }

                continue;
            }

            pending.Add(
                (
                    minute,
                    [
                        .. step.Alerts.Select(a =>
                            world.Alert(
                                Name(a.Fingerprint),
                                a.IsFiring ? AlertSignal.Firing : AlertSignal.Resolved,
                                a.Start
                            )
                        ),
                    ]
                )
            );
            if (step.EndsCommit || !grouped)
            {
                Flush();
            }
        }

        Flush();
        return world;

        void Flush()
        {
            if (pending.Count > 0)
            {
                world.Commit([.. pending]);
                pending.Clear();
            }
        }
    }

    private static string Name(int fingerprint) => ((char)('a' + fingerprint)).ToString();

    private static string Describe(AlertWorld world) =>
        string.Join(
            "\n",
            world.Incidents.Select(i =>
            {
                var previous = world
                    .Incidents.SingleOrDefault(p => p.Id == i.PreviousIncidentId)
                    ?.Number;
                var alerts = world
                    .Alerts.Where(a => a.IncidentId == i.Id)
                    .Select(a =>
                        $"{a.Fingerprint}{(a.StartsAt - AlertWorld.Noon).TotalMinutes:0}"
                        + (a.Status == AlertStatus.Firing ? "+" : "-")
                    )
                    .Order(StringComparer.Ordinal);
                return $"{i.Number} {(i.IsActive ? "active" : "over")} after {previous}: "
                    + $"{string.Join(" ", alerts)}";
            })
        );

    /// <summary>The rules, one delivery and one alert at a time.</summary>
    private sealed class Model(AlertGrouping grouping, bool autoResolve, int suppressMinutes)
    {
        private sealed class Inc(int number, Inc? previous)
        {
            public int Number => number;
            public Inc? Previous { get; set; } = previous;
            public bool IsActive { get; set; } = true;
            public int EndedAt { get; set; }
            public List<Fire> Fires { get; } = [];
        }

        private sealed class Fire(string fingerprint, int start)
        {
            public string Fingerprint => fingerprint;
            public int Start => start;
            public bool IsOn { get; set; } = true;
        }

        private readonly List<Inc> _incidents = [];
        private readonly Dictionary<string, (Fire Fire, Inc In)> _latest = [];

        public void Take(Step step, int now)
        {
            if (step.ResolvesByHand)
            {
                if (_incidents is [.., { IsActive: true } last])
                {
                    (last.IsActive, last.EndedAt) = (false, now);
                }

                return;
            }

            var home =
                grouping == AlertGrouping.Group
                    ? step
                        .Alerts.Where(a => _latest.ContainsKey(Name(a.Fingerprint)))
                        .Select(a => _latest[Name(a.Fingerprint)].In)
                        .Where(i => i.IsActive)
                        .MinBy(i => i.Number)
                    : null;
            var touched = new List<Inc>();
            Inc? opened = null;
            foreach (var (fingerprint, start, isFiring) in step.Alerts)
            {
                var name = Name(fingerprint);
                var known = _latest.TryGetValue(name, out var latest);
                if (!isFiring)
                {
                    if (known && latest.Fire.IsOn && (start is null || start >= latest.Fire.Start))
                    {
                        latest.Fire.IsOn = false;
                        touched.Add(latest.In);
                    }

                    continue;
                }

                var begin = start ?? (known && latest.Fire.IsOn ? latest.Fire.Start : now);
                if (
                    known
                    && (
                        begin < latest.Fire.Start
                        || (begin == latest.Fire.Start && !latest.Fire.IsOn)
                    )
                )
                {
                    continue;
                }

                if (
                    known
                    && begin == latest.Fire.Start
                    && (latest.In.IsActive || now - latest.In.EndedAt < suppressMinutes)
                )
                {
                    continue;
                }

                var into = known && latest.In.IsActive ? latest.In : home;
                if (into is null)
                {
                    into = opened ?? new Inc(_incidents.Count + 1, null);
                    if (opened is null)
                    {
                        _incidents.Add(into);
                        opened = grouping == AlertGrouping.Group ? into : null;
                    }

                    if (known && (into.Previous is null || into.Previous.Number < latest.In.Number))
                    {
                        into.Previous = latest.In;
                    }
                }

                if (known)
                {
                    latest.Fire.IsOn = false;
                }

                var fire = new Fire(name, begin);
                into.Fires.Add(fire);
                _latest[name] = (fire, into);
            }

            foreach (
                var incident in touched.Where(i =>
                    autoResolve && i.IsActive && i.Fires.TrueForAll(f => !f.IsOn)
                )
            )
            {
                (incident.IsActive, incident.EndedAt) = (false, now);
            }
        }

        public string Describe() =>
            string.Join(
                "\n",
                _incidents.Select(i =>
                {
                    var alerts = i
                        .Fires.Select(f => $"{f.Fingerprint}{f.Start}{(f.IsOn ? "+" : "-")}")
                        .Order(StringComparer.Ordinal);
                    return $"{i.Number} {(i.IsActive ? "active" : "over")} after "
                        + $"{i.Previous?.Number}: {string.Join(" ", alerts)}";
                })
            );
    }
}
