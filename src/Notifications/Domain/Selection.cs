using Pir.Contracts.Incidents;

namespace Pir.Notifications.Domain;

/// <summary>
/// The events that a subscription or a stream gets: those that match a pattern and every filter
/// that is set.
/// </summary>
/// <param name="events">Texts of <see cref="EventPattern"/>; never empty.</param>
/// <param name="services">
/// Names, compared ignoring case. Empty means all. An event without a service matches no list.
/// </param>
/// <param name="incident">Only events about this incident.</param>
public sealed class Selection(
    IReadOnlyList<string> events,
    IReadOnlyList<string> services,
    IReadOnlyList<Severity> severities,
    IReadOnlyList<string> teams,
    Guid? incident
)
{
    private readonly Lazy<List<EventPattern>> _patterns = new(() => Parse(events));

    public IReadOnlyList<string> Events { get; } = events;
    public IReadOnlyList<string> Services { get; } = services;
    public IReadOnlyList<Severity> Severities { get; } = severities;
    public IReadOnlyList<string> Teams { get; } = teams;
    public Guid? Incident { get; } = incident;

    /// <summary>Whether an event with this type and these facets is selected.</summary>
    public bool Matches(string type, EventFacets facets) =>
        (Incident is not { } incident || facets.IncidentId == incident)
        && (Severities.Count == 0 || (facets.Severity is { } s && Severities.Contains(s)))
        && Fits(Services, facets.Service)
        && Fits(Teams, facets.Team)
        && _patterns.Value.Any(p => p.Matches(type));

    private static bool Fits(IReadOnlyList<string> allowed, string? value) =>
        allowed.Count == 0
        || (value is not null && allowed.Contains(value, StringComparer.OrdinalIgnoreCase));

    // A pattern that a later catalogue no longer knows matches nothing.
    private static List<EventPattern> Parse(IReadOnlyList<string> events)
    {
        var patterns = new List<EventPattern>(events.Count);
        foreach (var text in events)
        {
            if (EventPattern.TryParse(text, out var pattern))
            {
                patterns.Add(pattern);
            }
        }

        return patterns;
    }
}
