using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Parses event names and filters of callers, and collects the broken rule of each field.
/// </summary>
public sealed class SelectionReader(NotificationDbContext db)
{
    private const int MaxItems = 50;
    private const int MaxLength = 200;

    /// <summary>The errors after reading. Others may add to them.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>The selection, or null if there are <see cref="Errors"/>.</summary>
    /// <param name="prefix">
    /// Prefix of the filter's field names: <c>filter.</c> in a body, nothing in a query.
    /// </param>
    public async Task<Selection?> ReadAsync(
        IReadOnlyList<string>? events,
        EventFilter? filter,
        string prefix,
        CancellationToken token
    )
    {
        var patterns = ReadEvents(events);
        var services = ReadNames(prefix + "services", filter?.Services);
        var teams = ReadNames(prefix + "teams", filter?.Teams);
        var severities = ReadSeverities(prefix + "severities", filter?.Severities);
        var incident = await ReadIncidentAsync(prefix + "incident", filter?.Incident, token);
        return !Errors.Any ? new(patterns, services, severities, teams, incident) : null;
    }

    private List<string> ReadEvents(IReadOnlyList<string>? events)
    {
        var patterns = new List<string>();
        if (events is null or { Count: 0 })
        {
            Errors.Check(
                "events",
                "must name at least one event, a family such as \"review.*\", or \"*\""
            );
            return patterns;
        }

        if (!IsShort("events", events))
        {
            return patterns;
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (!EventPattern.TryParse(events[i], out var pattern))
            {
                Errors.Check(
                    $"events[{i}]",
                    "must be an event in the catalogue, e.g. \"review.published\", a family such "
                        + "as \"review.*\", or \"*\""
                );
            }
            else if (!patterns.Contains(pattern.Text))
            {
                patterns.Add(pattern.Text);
            }
        }

        return patterns;
    }

    private List<string> ReadNames(string field, IReadOnlyList<string>? names)
    {
        var read = new List<string>();
        if (names is null || !IsShort(field, names))
        {
            return read;
        }

        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i]?.Trim();
            if (string.IsNullOrEmpty(name) || name.Length > MaxLength)
            {
                Errors.Check($"{field}[{i}]", $"must be a name of 1 to {MaxLength} characters");
            }
            else if (!read.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                read.Add(name);
            }
        }

        return read;
    }

    private List<Severity> ReadSeverities(string field, IReadOnlyList<string>? words)
    {
        var read = new List<Severity>();
        if (words is null || !IsShort(field, words))
        {
            return read;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (SeverityWords.Parse(words[i]) is not { } severity)
            {
                Errors.Check($"{field}[{i}]", "must be one of sev1, sev2, sev3, sev4, sev5");
            }
            else if (!read.Contains(severity))
            {
                read.Add(severity);
            }
        }

        return read;
    }

    private async Task<Guid?> ReadIncidentAsync(string field, string? text, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var named = Reference.ToIncident(text);
        Errors.Check(field, named is null ? Reference.IncidentRule : null);
        if (named is not { Number: { } number })
        {
            return named?.Id;
        }

        var known = await db
            .Incidents.Where(i => i.Number == number)
            .Select(i => (Guid?)i.Id)
            .FirstOrDefaultAsync(token);
        if (known is null)
        {
            Errors.Check(field, $"names {Reference.OfIncident(number)}, which does not exist");
        }

        return known;
    }

    private bool IsShort(string field, IReadOnlyList<string> list)
    {
        if (list.Count <= MaxItems)
        {
            return true;
        }

        Errors.Check(field, $"must have at most {MaxItems} items");
        return false;
    }
}
