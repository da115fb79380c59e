using System.Security.Cryptography;
using System.Text;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Features.Incidents.Listing;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Csv;

/// <summary>A line of an imported file: the facts of an incident and its steps.</summary>
internal sealed class ImportedIncident
{
    private readonly Dictionary<string, string> _cells;
    private readonly FieldErrors _errors = new();

    private ImportedIncident(Dictionary<string, string> cells) => _cells = cells;

    public NewIncident Facts { get; private set; } = null!;

    /// <summary>The broken rule by column.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors.Rules;

    /// <param name="importKey">Chosen by the caller. With it, a line has the same id again.</param>
    public static ImportedIncident Read(
        Dictionary<string, string> cells,
        string importKey,
        bool withReviews,
        Stamp by
    )
    {
        var line = new ImportedIncident(cells);
        line.ReadFacts(importKey);
        if (line.Errors.Count == 0)
        {
            line.TryOut(withReviews, by);
        }

        return line;
    }

    /// <summary>The steps that the times of the line imply.</summary>
    public IEnumerable<Func<Incident, Stamp, Decision>> Steps(bool withReviews)
    {
        if (TimeOf("acknowledgedAt") is { } acknowledged)
        {
            yield return (i, by) => i.Acknowledge(acknowledged, by);
        }

        if (TimeOf("mitigatedAt") is { } mitigated)
        {
            yield return (i, by) => i.Mitigate(mitigated, null, by);
        }

        if (Cell("commander") is { } commander)
        {
            yield return (i, by) =>
                i.Assign(IncidentRole.IncidentCommander, new(null, commander), by);
        }

        if (TimeOf("resolvedAt") is { } resolved)
        {
            yield return withReviews
                ? (i, by) => i.Resolve(resolved, null, by)
                : (i, by) => i.CloseBackfilled(resolved, by);
        }
    }

    private void ReadFacts(string importKey)
    {
        var severity = Of("severity", IncidentWords.Severities, IncidentWords.SeverityRule);
        var source = Of(
            "detectionSource",
            IncidentWords.DetectionSources,
            IncidentWords.DetectionSourceRule
        );
        var drill = Of("isDrill", IncidentWords.Flags, "must be true or false");
        var status = Of("status", IncidentWords.Statuses, IncidentWords.StatusRule);
        var isOver = status is IncidentStatus.Resolved or IncidentStatus.Closed;
        var context = new IncidentContext();
        foreach (var field in IncidentContext.Fields)
        {
            context = field.Set(context, Cell(field.Name));
        }

        _errors
            .Required("title", Cell("title"), TextLengths.Title)
            .That(Cell("detectedAt") is not null, "detectedAt", "is required")
            .That(
                !isOver || Cell("resolvedAt") is not null,
                "resolvedAt",
                "is required for an incident that is resolved"
            )
            .Context(context)
            .Length("commander", Cell("commander"), TextLengths.Name)
            .Length("description", Cell("description"), TextLengths.Description);
        var detectedAt = TimeOf("detectedAt");
        var impact = TimeOf("impactStartedAt");
        _ = (TimeOf("acknowledgedAt"), TimeOf("mitigatedAt"), TimeOf("resolvedAt"));
        Facts = new(
            Cell("title") ?? "",
            severity ?? Severity.Sev3,
            source ?? DetectionSource.TeamMessage,
            detectedAt ?? default,
            context,
            Cell("description"),
            impact,
            drill ?? false,
            Id: IdOf(importKey)
        );
    }

    /// <summary>Goes through the steps without saving them.</summary>
    private void TryOut(bool withReviews, Stamp by)
    {
        if (Incident.Check(Facts, by.At) is { } wrong)
        {
            _errors.Check(wrong.Field, wrong.Rule);
            return;
        }

        var incident = Incident.Open(Facts, by.At);
        foreach (var step in Steps(withReviews))
        {
            if (step(incident, by).Refusal is Refusal.InvalidField invalid)
            {
                _errors.Check(invalid.Field, invalid.Rule);
            }
        }
    }

    /// <summary>
    /// The key of an exported incident is its id. Any other key, or the title and time of a line
    /// without one, makes an id together with the key of the import.
    /// </summary>
    private Guid IdOf(string importKey)
    {
        if (Guid.TryParse(Cell("key"), out var id) && id != Guid.Empty)
        {
            return id;
        }

        var own = Cell("key") ?? $"{Cell("title")}\n{Cell("detectedAt")}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{importKey}\n{own}"));
        return new Guid(hash.AsSpan(0, 16));
    }

    private string? Cell(string column) => _cells.GetValueOrDefault(column);

    private DateTime? TimeOf(string column)
    {
        if (Cell(column) is not { } text)
        {
            return null;
        }

        var time = IncidentWords.Time(text);
        _errors.That(
            time is not null,
            column,
            "must be a date such as 2026-11-29 or a time such as 2026-11-29T10:00:00Z"
        );
        return time;
    }

    private T? Of<T>(string column, Func<string, IReadOnlyList<T>?> parse, string rule)
        where T : struct
    {
        if (Cell(column) is not { } text)
        {
            return null;
        }

        var values = parse(text);
        _errors.That(values is { Count: 1 }, column, rule);
        return values is [var value] ? value : null;
    }
}
