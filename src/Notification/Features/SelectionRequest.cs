using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Features;

/// <summary>Narrows what is sent; each part that is left out lets everything through.</summary>
/// <param name="Services">Names of services, compared without case.</param>
/// <param name="Severities"><c>sev1</c> … <c>sev5</c>.</param>
/// <param name="Teams">Names of teams, compared without case.</param>
/// <param name="Incident">Id of an incident, or its reference (<c>INC-42</c>).</param>
public sealed record EventFilter(
    IReadOnlyList<string>? Services = null,
    IReadOnlyList<string>? Severities = null,
    IReadOnlyList<string>? Teams = null,
    string? Incident = null
)
{
    /// <summary>The filter in the API's form; empty parts are left out.</summary>
    public static EventFilter From(Selection selection) =>
        new(
            NullIfEmpty(selection.Services),
            NullIfEmpty([.. selection.Severities.Select(s => s.ToWord())]),
            NullIfEmpty(selection.Teams),
            selection.Incident?.ToString()
        );

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> list) =>
        list.Count == 0 ? null : list;
}

/// <summary>
/// Reads event names and filters as callers write them, and says for each field which rule it
/// breaks.
/// </summary>
public sealed class SelectionReader(NotificationDbContext db)
{
    private const int MaxItems = 50;
    private const int MaxLength = 200;

    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>Field → broken rules, after reading.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Notes an error found elsewhere.</summary>
    public void Fail(string field, string rule) => _errors[field] = [rule];

    /// <summary>The selection, or null when there are <see cref="Errors"/>.</summary>
    /// <param name="prefix">
    /// Put before the names of the filter's fields: <c>filter.</c> in a body, nothing in a query.
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
        return _errors.Count == 0 ? new(patterns, services, severities, teams, incident) : null;
    }

    private List<string> ReadEvents(IReadOnlyList<string>? events)
    {
        var patterns = new List<string>();
        if (events is null or { Count: 0 })
        {
            Fail("events", "must name at least one event, a family such as \"review.*\", or \"*\"");
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
                Fail(
                    $"events[{i}]",
                    "must be an event of the catalogue, e.g. \"review.published\", a family such as \"review.*\", or \"*\""
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
                Fail($"{field}[{i}]", $"must be a name of 1 to {MaxLength} characters");
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
                Fail($"{field}[{i}]", "must be one of sev1, sev2, sev3, sev4, sev5");
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

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        var digits = text.Trim();
        digits = digits.StartsWith("INC-", StringComparison.OrdinalIgnoreCase)
            ? digits[4..]
            : digits;
        if (!int.TryParse(digits, out var number))
        {
            Fail(field, "must be an incident's id or reference, e.g. INC-42");
            return null;
        }

        var known = await db
            .Incidents.Where(i => i.Number == number)
            .Select(i => (Guid?)i.Id)
            .FirstOrDefaultAsync(token);
        if (known is null)
        {
            Fail(field, $"names INC-{number}, which is not known here");
        }

        return known;
    }

    private bool IsShort(string field, IReadOnlyList<string> list)
    {
        if (list.Count <= MaxItems)
        {
            return true;
        }

        Fail(field, $"must have at most {MaxItems} items");
        return false;
    }
}
