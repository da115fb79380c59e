using Microsoft.AspNetCore.Http;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.Web.Clients;
using Pir.Web.Pages;
using Pir.Web.Rendering;

namespace Pir.Web.Endpoints;

/// <summary>What the list was asked for.</summary>
/// <param name="Status">active, resolved, closed or all.</param>
public sealed record IncidentFilter(
    string Status,
    string? Severity,
    string? Service,
    string? Query,
    string? After
)
{
    public bool IsNarrow => Severity is not null || Service is not null || Query is not null;

    /// <summary>The list's address with this filter.</summary>
    internal string Address()
    {
        var query = new List<string>();
        Add("status", Status == "active" ? null : Status);
        Add("severity", Severity);
        Add("service", Service);
        Add("q", Query);
        Add("after", After);
        return query.Count == 0 ? "/incidents" : "/incidents?" + string.Join('&', query);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }
}

public sealed record IncidentListModel(
    IncidentFilter Filter,
    Paged<Incident> Incidents,
    IReadOnlyList<string> Services,
    bool HasAny
);

/// <summary>An incident with all its page shows; what is null could not be reached and is said so.</summary>
/// <param name="Editing">Entry being corrected.</param>
public sealed record IncidentModel(
    Incident Incident,
    Paged<Entry>? Timeline,
    IReadOnlyList<IncidentAlert>? Alerts,
    Review? Review,
    Incident? Previous,
    Incident? Next,
    TimelineEntryKind? Kind,
    Guid? Editing
);

public sealed record IncidentHistoryModel(Incident Incident, IReadOnlyList<IncidentChange> Changes);

public sealed record OpenIncidentModel;

internal sealed class IncidentPages(
    IntakeClient intake,
    TimelineClient timeline,
    ReviewClient reviews,
    Forms forms,
    Viewer viewer
)
{
    private const int PageSize = 50;

    public async Task<IResult> ListAsync(IncidentFilter filter, CancellationToken ct)
    {
        var incidents = await intake.ListAsync(
            filter.Status,
            filter.Severity,
            filter.Service,
            filter.Query,
            filter.After,
            PageSize,
            ct
        );
        var hasAny =
            incidents.Items.Count > 0
            || (await intake.ListAsync("all", null, null, null, null, 1, ct)).Items.Count > 0;
        var services = incidents
            .Items.Select(i => i.Service)
            .Append(filter.Service)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.OrdinalIgnoreCase)
            .Take(8)
            .ToList();
        return Page.Show<IncidentsPage, IncidentListModel>(
            new(filter, incidents, services, hasAny)
        );
    }

    public static IResult New() => Page.Show<OpenIncidentPage, OpenIncidentModel>(new());

    public Task<IResult> OpenAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "open",
            async form =>
            {
                var opened = await intake.OpenAsync(
                    new
                    {
                        title = form.Required("title"),
                        severity = form.Text("severity"),
                        service = form.Text("service"),
                        team = form.Text("team"),
                        detectionSource = form.Text("detectionSource"),
                        detectedAt = form.Time("detectedAt"),
                        impactStartedAt = form.Time("impactStartedAt"),
                        description = form.Text("description"),
                        isDrill = form.Flag("isDrill"),
                    },
                    ct
                );
                return new(To(opened.Reference), "opened");
            },
            refusal =>
                Task.FromResult(Page.Show<OpenIncidentPage, OpenIncidentModel>(new(), refusal))
        );

    public async Task<IResult> ShowAsync(
        string id,
        string? kind,
        Guid? edit,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var incidentTask = intake.GetAsync(id, ct);
        var timelineTask = MaybeAsync(timeline.ListAsync(id, ct));
        var alertsTask = MaybeAsync(intake.AlertsAsync(id, ct));
        var reviewTask = MaybeAsync(reviews.ListAsync(id, null, false, null, 1, ct));
        var incident = await incidentTask;
        var previousTask = LinkedAsync(incident.PreviousIncidentId, ct);
        var nextTask = LinkedAsync(incident.NextIncidentId, ct);
        var shown = Enum.TryParse<TimelineEntryKind>(kind, ignoreCase: true, out var parsed)
            ? parsed
            : (TimelineEntryKind?)null;
        var model = new IncidentModel(
            incident,
            await timelineTask,
            (await alertsTask)?.Items,
            (await reviewTask)?.Items is [var review, ..] ? review : null,
            await previousTask,
            await nextTask,
            shown,
            edit
        );
        return Page.Show<IncidentPage, IncidentModel>(model, refusal);
    }

    public async Task<IResult> HistoryAsync(string id, CancellationToken ct)
    {
        var incident = await intake.GetAsync(id, ct);
        var changes = await intake.HistoryAsync(id, ct);
        return Page.Show<IncidentHistoryPage, IncidentHistoryModel>(new(incident, changes.Items));
    }

    public Task<IResult> CaptureAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "capture",
            async form =>
            {
                var entry = await timeline.AddAsync(
                    id,
                    new
                    {
                        kind = form.Text("kind") ?? "observation",
                        text = form.Required("text"),
                        occurredAt = form.Time("occurredAt"),
                    },
                    ct
                );
                return new($"{To(id)}#e-{entry.Id}");
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    public Task<IResult> CorrectAsync(string id, Guid entry, CancellationToken ct) =>
        forms.SubmitAsync(
            "correct",
            async form =>
            {
                var changes = new Dictionary<string, object?>();
                if (form.Text("text") is { } text)
                {
                    changes["text"] = text;
                    changes["kind"] = form.Text("kind");
                }

                if (
                    form.Time("occurredAt") is { } occurredAt
                    && form.Text("occurredAt") != form.Text("was")
                )
                {
                    changes["occurredAt"] = occurredAt;
                }

                changes["reason"] = form.Text("reason");
                changes["version"] = form.Number("version");
                await timeline.CorrectAsync(id, entry, changes, ct);
                return new($"{To(id)}#e-{entry}", "corrected");
            },
            refusal => ShowAsync(id, null, entry, refusal, ct)
        );

    public Task<IResult> PinAsync(string id, Guid entry, CancellationToken ct) =>
        forms.SubmitAsync(
            "pin",
            async form =>
            {
                await timeline.CorrectAsync(
                    id,
                    entry,
                    new { isPinned = form.Flag("isPinned") },
                    ct
                );
                return new($"{To(id)}#e-{entry}");
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    public Task<IResult> DoAsync(string id, string verb, CancellationToken ct) =>
        forms.SubmitAsync(
            verb,
            async form =>
            {
                if (verb == "details")
                {
                    await intake.ChangeAsync(id, Details(form), ct);
                }
                else
                {
                    await intake.DoAsync(id, verb, Body(verb, form), ct);
                }

                return new(To(id), verb);
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    /// <summary>The verbs the page has forms for; anything else is no address.</summary>
    public static bool IsVerb(string verb) =>
        verb
            is "acknowledge"
                or "mitigate"
                or "resolve"
                or "reopen"
                or "close"
                or "roles"
                or "severity"
                or "impact"
                or "details";

    private object Body(string verb, FormReader form) =>
        verb switch
        {
            "mitigate" => new { mitigatedAt = form.Time("mitigatedAt"), note = form.Text("note") },
            "resolve" => new { resolvedAt = form.Time("resolvedAt"), note = form.Text("note") },
            "reopen" => new { reason = form.Required("reason") },
            "severity" => new { severity = form.Text("severity"), reason = form.Text("reason") },
            "roles" => new { role = form.Text("role"), person = Person(form) },
            "impact" => new
            {
                customers = form.Text("customers"),
                operations = form.Text("operations"),
                availability = form.Text("availability"),
                customersAffected = form.Number("customersAffected"),
                customersReported = form.Number("customersReported"),
                startedAt = form.Time("startedAt"),
                endedAt = form.Time("endedAt"),
            },
            _ => new { },
        };

    private Person Person(FormReader form)
    {
        var name = form.Flag("me") ? viewer.Name : form.Required("person");
        return new(name == viewer.Name ? viewer.Id : null, name);
    }

    /// <summary>Only what was changed is sent: a correction of one time must not touch the others.</summary>
    private static Dictionary<string, object?> Details(FormReader form)
    {
        var changes = new Dictionary<string, object?>();
        foreach (var name in new[] { "title", "service", "team" })
        {
            if (form.Text(name) is { } text && text != form.Text($"was-{name}"))
            {
                changes[name] = text;
            }
        }

        foreach (
            var name in new[]
            {
                "detectedAt",
                "impactStartedAt",
                "acknowledgedAt",
                "mitigatedAt",
                "resolvedAt",
            }
        )
        {
            if (form.Text(name) is { } text && text != form.Text($"was-{name}"))
            {
                changes[name] = form.Time(name);
            }
        }

        changes["reason"] = form.Text("reason");
        return changes;
    }

    private static string To(string id) => $"/incidents/{Uri.EscapeDataString(id)}";

    private Task<Incident?> LinkedAsync(Guid? id, CancellationToken ct) =>
        id is { } value
            ? MaybeAsync(intake.GetAsync(value.ToString(), ct))
            : Task.FromResult<Incident?>(null);

    /// <summary>A part of the page that may be missing: an incident is shown even while another service is down.</summary>
    internal static async Task<T?> MaybeAsync<T>(Task<T> part)
        where T : class
    {
        try
        {
            return await part;
        }
        catch (ApiException)
        {
            return null;
        }
    }
}
