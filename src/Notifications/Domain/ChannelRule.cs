using Pir.Contracts.Api;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Domain;

/// <summary>A row of the channel policy.</summary>
public sealed class ChannelRule : IAggregate
{
    public Guid Id { get; private init; }
    public string Name { get; private set; } = "";
    public int Position { get; set; }

    /// <summary>Whom it is for and who is told, read and written as a whole.</summary>
    public ChannelRuleFields Fields { get; private set; } = new();
    public DateTime CreatedAt { get; private init; }
    public int Version { get; set; }

    /// <summary>Creates a rule. The caller has checked the fields.</summary>
    public static ChannelRule Create(ChannelRuleFields fields, int position, DateTime now)
    {
        var rule = new ChannelRule
        {
            Id = Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero)),
            Position = position,
            CreatedAt = now,
        };
        rule.Describe(fields);
        rule.Version = 1;
        return rule;
    }

    /// <summary>Replaces its fields. The caller has checked them.</summary>
    public Decision Describe(ChannelRuleFields wanted)
    {
        var clean = new ChannelRuleFields
        {
            Name = wanted.Name!.Trim(),
            Severities = [.. wanted.Severities ?? []],
            Services = Trimmed(wanted.Services),
            Teams = Trimmed(wanted.Teams),
            Moments = [.. wanted.Moments ?? []],
            Channels =
            [
                .. (wanted.Channels ?? []).Select(c =>
                    c with
                    {
                        Audience = c.Audience!.Trim(),
                        Kind = c.Kind ?? ChannelKind.Webhook,
                    }
                ),
            ],
        };
        var isSame = IsSame(clean, Fields);
        (Name, Fields) = (clean.Name, clean);
        return isSame ? Decision.Nothing : Decision.Changed();
    }

    /// <summary>
    /// An incident without a service or team matches only a rule for all of them.
    /// </summary>
    public bool Matches(EventFacets incident, ChannelMoment moment) =>
        (Fields.Moments!.Count == 0 || Fields.Moments.Contains(moment))
        && (
            Fields.Severities!.Count == 0
            || (incident.Severity is { } severity && Fields.Severities.Contains(severity))
        )
        && Fits(Fields.Services!, incident.Service)
        && Fits(Fields.Teams!, incident.Team);

    /// <summary>The first rule that matches; null if none does.</summary>
    public static ChannelRule? Choose(
        IEnumerable<ChannelRule> inOrder,
        EventFacets incident,
        ChannelMoment moment
    ) => inOrder.FirstOrDefault(r => r.Matches(incident, moment));

    /// <param name="known">The subscriptions by id.</param>
    public ChannelRuleResponse ToResponse(
        int position,
        IReadOnlyDictionary<Guid, Subscription> known
    ) =>
        new(Fields)
        {
            Id = Id,
            Position = position,
            Told = Told(known),
            CreatedAt = CreatedAt,
            Version = Version,
        };

    /// <summary>Who is told, with the names of the channels.</summary>
    /// <param name="known">The subscriptions by id.</param>
    public IReadOnlyList<TriedChannel> Told(IReadOnlyDictionary<Guid, Subscription> known) =>
        [
            .. Fields.Channels!.Select(c =>
            {
                var target = known.GetValueOrDefault(c.SubscriptionId!.Value);
                return new TriedChannel(
                    c.Audience!,
                    c.Kind!.Value,
                    target?.ShownName,
                    target is { IsEnabled: true }
                );
            }),
        ];

    private static bool Fits(IReadOnlyList<string> allowed, string? value) =>
        allowed.Count == 0
        || (value is not null && allowed.Contains(value, StringComparer.OrdinalIgnoreCase));

    private static List<string> Trimmed(IReadOnlyList<string>? names) =>
        [
            .. (names ?? [])
                .Select(n => n.Trim())
                .Where(n => n.Length > 0)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private static bool IsSame(ChannelRuleFields a, ChannelRuleFields b) =>
        a.Name == b.Name
        && a.Severities!.SequenceEqual(b.Severities ?? [])
        && a.Services!.SequenceEqual(b.Services ?? [])
        && a.Teams!.SequenceEqual(b.Teams ?? [])
        && a.Moments!.SequenceEqual(b.Moments ?? [])
        && a.Channels!.SequenceEqual(b.Channels ?? []);
}
