using System.Globalization;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;

namespace Pir.Gateway.SampleData;

/// <summary>
/// One incident of the sample data with its times. The same start time always gives the same
/// stories.
/// </summary>
/// <param name="number">Starts at 1. Later incidents have higher numbers.</param>
/// <param name="id">Id of the incident.</param>
/// <param name="now">When loading started (UTC). Nothing happens later.</param>
internal sealed class SampleStory(SampleCompany company, int number, Guid id, DateTime now)
{
    private readonly SampleIncident _incident = company.Incidents[number - 1];

    public SampleIncident Incident => _incident;
    public SamplePattern Pattern => company.Patterns[_incident.Pattern];
    public Guid Id => id;
    public string Team => company.Services[_incident.Service];
    public DateTime DetectedAt { get; } =
        Whole(now - TimeSpan.FromDays(company.Incidents[number - 1].DaysAgo));
    public bool IsBig => _incident.Severity <= 2;

    /// <summary>Name of the person with a part in the response.</summary>
    /// <param name="part">
    /// A part from the JSON: commander, scribe, comms, ops, expert or responder.
    /// </param>
    public string Who(string part)
    {
        var own = company.Teams[Team];
        var names = company.Teams.Keys.Order(StringComparer.Ordinal).ToList();
        var other = company.Teams[names[(names.IndexOf(Team) + 1) % names.Count]];
        return part switch
        {
            "commander" => own[number % own.Count],
            "scribe" => other[number % other.Count],
            "comms" => other[(number + 1) % other.Count],
            "expert" => own[(number + 2) % own.Count],
            _ => own[(number + 1) % own.Count],
        };
    }

    public DateTime Minutes(double minutes) => NotAfterNow(DetectedAt.AddMinutes(minutes));

    /// <summary>A time after the incident's resolution.</summary>
    public DateTime HoursAfter(double hours) =>
        NotAfterNow(DetectedAt.AddMinutes(_incident.Resolved ?? 0).AddHours(hours));

    public DateTime NotAfterNow(DateTime time) => time < now ? time : Whole(now);

    public string Fill(string text) =>
        text.Replace("{service}", _incident.Service, StringComparison.Ordinal)
            .Replace("{x}", _incident.X, StringComparison.Ordinal)
            .Replace(
                "{minutes}",
                (_incident.Mitigated ?? 0).ToString(CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            );

    /// <summary>The timeline entries, in chronological order.</summary>
    public IEnumerable<SampleEntry> Entries()
    {
        var weight =
            IsBig ? 3
            : _incident.Severity == 3 ? 2
            : 1;
        var end = _incident.Resolved ?? 60;
        var common = Pattern
            .Lines.Where(l => l.Weight <= weight)
            .Select(l => new SampleEntry(Minutes(l.At * end), l.Kind, Who(l.Who), Fill(l.Text)));
        var own = _incident.Lines.Select(l => new SampleEntry(
            Minutes(l.Minute),
            l.Kind,
            Who(l.Who),
            Fill(l.Text)
        ));
        return common.Concat(own).OrderBy(e => e.At);
    }

    /// <summary>The roles. A small incident needs few.</summary>
    public IEnumerable<(IncidentRole Role, string Name)> Roles()
    {
        yield return (IncidentRole.IncidentCommander, Who("commander"));
        if (_incident.Severity <= 3)
        {
            yield return (IncidentRole.Scribe, Who("scribe"));
        }

        if (IsBig)
        {
            yield return (IncidentRole.CommunicationsLead, Who("comms"));
            yield return (IncidentRole.OperationsLead, Who("ops"));
            yield return (IncidentRole.SubjectMatterExpert, Who("expert"));
        }
    }

    private static DateTime Whole(DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}

/// <summary>A timeline entry.</summary>
internal sealed record SampleEntry(DateTime At, TimelineEntryKind Kind, string Who, string Text);
