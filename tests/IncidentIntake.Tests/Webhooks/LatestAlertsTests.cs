using FsCheck;
using FsCheck.Fluent;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

/// <summary>
/// In any order of additions and writes, memory and disk together know the latest alert, and with
/// the watermark none is missed after a crash.
/// </summary>
public sealed class LatestAlertsTests
{
    private static readonly Guid Source = new("01900000-0000-7000-8000-000000000001");
    private static readonly Guid[] Keys =
    [
        .. Enumerable.Range(0, 40).Select(i => Alert.KeyOf(Source, $"fingerprint {i}")),
    ];

    /// <summary>
    /// Adds an alert of a fingerprint, received so many seconds late, or writes some.
    /// </summary>
    public sealed record Step(int Fingerprint, int Late, int? Writes)
    {
        public override string ToString() =>
            Writes is { } n ? $"write {n}" : $"{Fingerprint} -{Late}s";
    }

    [Fact]
    public void Nothing_is_forgotten_and_nothing_is_missed_after_a_crash() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(
                Steps().ToArbitrary(),
                steps =>
                {
                    var world = new World();
                    foreach (var step in steps)
                    {
                        world.Take(step);
                        world.Check();
                    }
                }
            )
        );

    [Fact]
    public void In_the_end_all_is_written_and_the_watermark_is_behind_all()
    {
        var world = new World();
        for (var i = 0; i < Keys.Length; i++)
        {
            world.Take(new(i, i % 7, null));
        }

        for (var i = 0; i < Keys.Length && world.Waiting > 0; i++)
        {
            world.Take(new(0, 0, Writes: 3));
            world.Check();
        }

        world.Waiting.ShouldBe(0);
        world.Watermark.ShouldBe(world.Newest);
    }

    [Fact]
    public void A_part_holds_neighbours_only()
    {
        var latest = new LatestAlerts();
        latest.Add(Keys.Select(k => new AlertKey { Key = k, AlertId = Guid.CreateVersion7() }));

        var first = latest.Next(10).Entries.Select(e => Convert.ToHexString(e.Key.ToByteArray()));

        var all = Keys.Select(k => Convert.ToHexString(k.ToByteArray()))
            .Order(StringComparer.Ordinal)
            .ToList();
        first.Order(StringComparer.Ordinal).ShouldBe(all.Take(first.Count()));
    }

    private static Gen<List<Step>> Steps() =>
        (
            from fingerprint in Gen.Choose(0, Keys.Length - 1)
            from late in Gen.Choose(0, 20)
            from writes in Gen.Frequency(
                (4, Gen.Constant((int?)null)),
                (1, Gen.Choose(1, 12).Select(n => (int?)n))
            )
            select new Step(fingerprint, late, writes)
        )
            .ListOf()
            .Select(steps => steps.ToList());

    private sealed class World
    {
        private readonly LatestAlerts _latest = new();
        private readonly Dictionary<Guid, Guid> _disk = [];
        private readonly Dictionary<Guid, Guid> _truth = [];
        private int _second = 1_000;

        public int Waiting => _latest.Count;
        public Guid? Watermark => _latest.Watermark;
        public Guid? Newest { get; private set; }

        public void Take(Step step)
        {
            if (step.Writes is { } atLeast)
            {
                var part = _latest.Next(atLeast);
                foreach (var entry in part.Entries)
                {
                    _disk[entry.Key] = entry.AlertId;
                }

                _latest.Written(part);
                return;
            }

            var id = SortableId.New(DateTime.UnixEpoch.AddSeconds(_second++ - step.Late));
            var added = new AlertKey { Key = Keys[step.Fingerprint], AlertId = id };
            var watermark = _latest.WatermarkWith([added]);
            _latest.Add([added]);
            _truth[added.Key] = id;
            Newest = Newest is { } newest && newest.CompareTo(id) > 0 ? newest : id;
            watermark.ShouldNotBeNull().CompareTo(id).ShouldBeLessThanOrEqualTo(0);
        }

        public void Check()
        {
            foreach (var (key, alert) in _truth)
            {
                (_latest.Find(key) ?? _disk[key]).ShouldBe(alert);
                if (_disk.GetValueOrDefault(key) != alert)
                {
                    _latest
                        .Watermark.ShouldNotBeNull()
                        .CompareTo(alert)
                        .ShouldBeLessThanOrEqualTo(0);
                }
            }
        }
    }
}
