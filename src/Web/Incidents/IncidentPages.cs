using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Web.Automation;
using Pir.Web.Channels;
using Pir.Web.Reviews;
using Pir.Web.Services;
using Pir.Web.Timeline;

namespace Pir.Web.Incidents;

/// <summary>
/// An incident and everything its page shows. The page says which parts could not be reached
/// (null).
/// </summary>
/// <param name="Before">Earlier texts of the entry whose history is open.</param>
/// <param name="Service">Its service; null if the catalog does not list it.</param>
/// <param name="Clash">Values somebody else saved that conflict with the refused form.</param>
public sealed record IncidentModel(
    Incident Incident,
    TimelineResponse? Timeline,
    IReadOnlyList<AlertResponse>? Alerts,
    ReviewListItem? Review,
    Incident? Previous,
    Incident? Next,
    TimelineView View,
    IReadOnlyList<EntryBefore>? Before,
    IReadOnlyList<ClashField> Clash,
    ServiceResponse? Service,
    TriageResponse? Triage,
    IncidentEngagementsResponse? Engaged,
    IReadOnlyList<TaskResponse>? Tasks,
    IReadOnlyList<JoinRequestResponse>? Joins,
    IReadOnlyList<TellingResponse>? Told,
    IReadOnlyList<AutomationRunResponse>? Runs,
    IReadOnlyList<IncidentLinkResponse>? Links,
    IReadOnlyList<MergedTimeline> Merged,
    IReadOnlyList<SeverityDefinitionResponse>? Severities
)
{
    /// <summary>Its evidence, oldest first.</summary>
    public IReadOnlyList<Image>? Evidence { get; init; }

    public TimelineSummaryResponse? Summary { get; init; }

    /// <summary>In the order they were requested.</summary>
    public IReadOnlyList<ActivityResponse>? Activities { get; init; }

    /// <summary>
    /// The version that all of the page contains: the timeline follows the incident. Null if the
    /// timeline is missing.
    /// </summary>
    public int? ShownVersion =>
        Timeline is null ? null : Math.Min(Incident.Version, Timeline.IncidentVersion);
}

/// <summary>The timeline of an incident that was merged into the one on the page.</summary>
/// <param name="Timeline">Null if it could not be reached.</param>
public sealed record MergedTimeline(IncidentBrief Incident, TimelineResponse? Timeline);

public sealed record IncidentHistoryModel(
    Incident Incident,
    IReadOnlyList<IncidentChangeResponse> Changes
);

/// <param name="Severities">What they mean; null if that could not be read.</param>
public sealed record OpenIncidentModel(IReadOnlyList<SeverityDefinitionResponse>? Severities);

/// <summary>Open incidents that may be about the same as the one being opened.</summary>
public sealed record SimilarModel(IReadOnlyList<SimilarIncident> Incidents);

internal sealed class IncidentPages(
    IntakeClient intake,
    TimelineClient timeline,
    ReviewClient reviews,
    ServicesClient services,
    ChannelsClient channels,
    AutomationClient automation,
    IncidentEdits edits,
    Forms forms,
    Zone zone,
    Viewer viewer
) : ITimelinePage
{
    private const int MostMerged = 10;
    private const int LongestTitle = 200;
    private const string StillFiring =
        "The incident is not resolved, because alerts are still firing. Check the box below to "
        + "resolve it all the same.";

    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Incidents);
        var reading = pages.For(Scopes.IncidentsRead);
        writing.MapGet(
            "/incidents/new",
            (IncidentPages p, CancellationToken ct) => p.NewAsync(null, ct)
        );
        writing.MapPost("/incidents", (IncidentPages p, CancellationToken ct) => p.OpenAsync(ct));
        writing.MapGet(
            "/incidents/similar",
            async (
                string? title,
                string? service,
                bool? drill,
                IncidentPages p,
                CancellationToken ct
            ) => await p.SimilarAsync(title, service, drill ?? false, ct)
        );
        reading.MapGet(
            "/incidents/{id}",
            (
                string id,
                HttpContext context,
                UnreadFilters unread,
                IncidentPages p,
                CancellationToken ct
            ) => p.ShowAsync(id, TimelineView.From(context.Request.Query, unread), null, ct)
        );
        reading.MapGet(
            "/incidents/{id}/history",
            (string id, IncidentPages p, CancellationToken ct) => p.HistoryAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/{verb}",
            async (string id, string verb, IncidentPages p, CancellationToken ct) =>
                IsVerb(verb) ? await p.DoAsync(id, verb, ct) : Results.NotFound()
        );
        reading.MapPost(
            "/incidents/{id}/engagements/{engagement:guid}",
            (string id, Guid engagement, IncidentPages p, CancellationToken ct) =>
                p.AnswerAsync(id, engagement, ct)
        );
        writing.MapPost(
            "/incidents/{id}/links/{link:guid}",
            (string id, Guid link, IncidentPages p, CancellationToken ct) =>
                p.UnlinkAsync(id, link, ct)
        );
        reading.MapGet(
            "/incidents/{id}/links/{verb}",
            (string id, string verb) => new SeeOther($"/incidents/{Uri.EscapeDataString(id)}")
        );
        reading.MapGet(
            "/incidents/{id}/engagements/{verb}",
            (string id, string verb) => new SeeOther($"/incidents/{Uri.EscapeDataString(id)}")
        );
        // Reached by reloading the page after a form was refused.
        reading.MapGet(
            "/incidents/{id}/{verb}",
            (string id, string verb) => new SeeOther($"/incidents/{Uri.EscapeDataString(id)}")
        );
    }

    public async Task<IResult> NewAsync(Refusal? refusal, CancellationToken ct) =>
        Page.Show<OpenIncidentPage, OpenIncidentModel>(
            new((await intake.SeveritiesAsync(ct).OrNullAsync())?.Items),
            refusal
        );

    /// <summary>What the form for opening an incident shows while somebody types.</summary>
    public async Task<IResult> SimilarAsync(
        string? title,
        string? service,
        bool isDrill,
        CancellationToken ct
    )
    {
        var found = await intake
            .SimilarAsync(title?.Truncated(LongestTitle), service, isDrill, ct)
            .OrNullAsync();
        return Page.Show<SimilarPage, SimilarModel>(new(found?.Items ?? []));
    }

    public Task<IResult> OpenAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "open",
            async form =>
            {
                var detectedAt = form.PastTime("detectedAt");
                var opened = await intake.OpenAsync(
                    new(form.Context())
                    {
                        Title = form.Required("title"),
                        Severity = form.Choice<Severity>("severity"),
                        DetectionSource = form.Choice<DetectionSource>("detectionSource"),
                        DetectedAt = detectedAt,
                        // Nobody detects an incident before its impact starts.
                        ImpactStartedAt = form.Time(
                            "impactStartedAt",
                            null,
                            detectedAt ?? zone.Now
                        ),
                        Description = form.Text("description"),
                        IsDrill = form.Flag("isDrill"),
                    },
                    ct
                );
                return new(PageLinks.Incident(opened.Reference), "opened");
            },
            refusal => NewAsync(refusal, ct)
        );

    public async Task<IResult> ShowAsync(
        string id,
        TimelineView view,
        Refusal? refusal,
        CancellationToken ct,
        IReadOnlyList<ClashField>? clash = null
    )
    {
        // Before the others, so that what they answer is no older than its version.
        var incident = await intake.GetAsync(id, ct);
        var timelineTask = timeline.ListAsync(id, ct).OrNullAsync();
        var summaryTask = timeline.SummaryAsync(id, ct).OrNullAsync();
        var activitiesTask = timeline.ActivitiesAsync(id, ct).OrNullAsync();
        var evidenceTask = timeline.EvidenceAsync(id, ct).OrNullAsync();
        var alertsTask = intake.AlertsAsync(id, ct).OrNullAsync();
        var engagedTask = intake.EngagementsAsync(id, ct).OrNullAsync();
        var tasksTask = intake.TasksAsync(id, ct).OrNullAsync();
        var joinsTask = intake.JoinsAsync(id, ct).OrNullAsync();
        var linksTask = intake.LinksAsync(id, ct).OrNullAsync();
        var severitiesTask = intake.SeveritiesAsync(ct).OrNullAsync();
        var runsTask = automation.RunsAsync(id, ct).OrNullAsync();
        var toldTask = channels.TellingsAsync(id, ct).OrNullAsync();
        var triageTask = intake.TriageAsync(id, ct).OrNullAsync();
        var reviewTask = reviews.ListAsync(id, null, false, null, 1, ct).OrNullAsync();
        var beforeTask = view.History is { } entry
            ? timeline.HistoryAsync(id, entry, ct).OrNullAsync()
            : Task.FromResult<Paged<EntryBefore>?>(null);
        var serviceTask = incident.Service is { } service
            ? services.NamedAsync(service, ct).OrNullAsync()
            : Task.FromResult<Paged<ServiceResponse>?>(null);
        var previousTask = LinkedAsync(incident.PreviousIncidentId, ct);
        var nextTask = LinkedAsync(incident.NextIncidentId, ct);
        var links = (await linksTask)?.Items;
        var model = new IncidentModel(
            incident,
            await timelineTask,
            (await alertsTask)?.Items,
            (await reviewTask)?.Items is [var review, ..] ? review : null,
            await previousTask,
            await nextTask,
            view,
            (await beforeTask)?.Items,
            clash ?? [],
            (await serviceTask)?.Items is [var listed, ..] ? listed : null,
            await triageTask,
            await engagedTask,
            (await tasksTask)?.Items,
            (await joinsTask)?.Items,
            (await toldTask)?.Items,
            (await runsTask)?.Items,
            links,
            await MergedAsync(links ?? [], ct),
            (await severitiesTask)?.Items
        )
        {
            Evidence = await evidenceTask,
            Summary = await summaryTask,
            Activities = await activitiesTask,
        };
        return Page.Show<IncidentPage, IncidentModel>(
            model,
            refusal,
            clash is null ? null : StatusCodes.Status409Conflict
        );
    }

    public async Task<IResult> HistoryAsync(string id, CancellationToken ct)
    {
        var incident = await intake.GetAsync(id, ct);
        var changes = await intake.HistoryAsync(id, ct);
        return Page.Show<IncidentHistoryPage, IncidentHistoryModel>(new(incident, changes.Items));
    }

    public Task<IResult> DoAsync(string id, string verb, CancellationToken ct) =>
        forms.SubmitAsync(
            verb,
            async form =>
            {
                await DoAsync(id, verb, form, ct);
                return new(PageLinks.Incident(id), verb);
            },
            refusal =>
                ShowAsync(
                    id,
                    TimelineView.Plain,
                    ConcurrentEdit.ShownAgain(refusal, zone),
                    ct,
                    edits.Clash
                )
        );

    /// <summary>
    /// Acknowledges for a team. Its members may do so without the right to run incidents.
    /// </summary>
    public Task<IResult> AnswerAsync(string id, Guid engagement, CancellationToken ct) =>
        forms.SubmitAsync(
            $"answer-{engagement}",
            async _ =>
            {
                await intake.AnswerAsync(id, engagement, ct);
                return new(PageLinks.Incident(id), "answered");
            },
            refusal => ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    public Task<IResult> UnlinkAsync(string id, Guid link, CancellationToken ct) =>
        forms.SubmitAsync(
            $"unlink-{link}",
            async _ =>
            {
                await intake.UnlinkAsync(id, link, ct);
                return new(PageLinks.Incident(id), "removed");
            },
            refusal => ShowAsync(id, TimelineView.Plain, refusal, ct)
        );

    /// <summary>The verbs the page has forms for; any other address does not exist.</summary>
    public static bool IsVerb(string verb) =>
        verb
            is "acknowledge"
                or "mitigate"
                or "resolve"
                or "reopen"
                or "close"
                or "roles"
                or "engage"
                or "link"
                or "scenario"
                or "merge"
                or "unmerge"
                or "severity"
                or "impact"
                or "details";

    private Task DoAsync(string id, string verb, FormReader form, CancellationToken ct) =>
        verb switch
        {
            "details" or "impact" => edits.SaveAsync(id, verb, form, ct),
            "mitigate" => intake.DoAsync(
                id,
                new MitigateIncidentRequest(form.PastTime("mitigatedAt"), form.Text("note")),
                ct
            ),
            "resolve" => ResolveAsync(id, form, ct),
            "reopen" => intake.DoAsync(id, new ReopenIncidentRequest(form.Required("reason")), ct),
            "severity" => intake.DoAsync(
                id,
                new ChangeSeverityRequest(form.Choice<Severity>("severity"), form.Text("reason")),
                ct
            ),
            "roles" => intake.DoAsync(
                id,
                new AssignRoleRequest(
                    form.Choice<IncidentRole>("role"),
                    Person(form),
                    Discipline: form.Text("discipline")
                ),
                ct
            ),
            "engage" => intake.EngageAsync(id, new(form.Required("team")), ct),
            "scenario" => intake.DescribeAsync(id, Scenario(form), ct),
            "link" => intake.LinkAsync(
                id,
                new(form.Choice<IncidentRelation>("relation"), form.Required("incident")),
                ct
            ),
            "merge" => intake.MergeAsync(id, new(form.Required("into"), form.Text("reason")), ct),
            "unmerge" => intake.UnmergeAsync(id, new(form.Text("reason")), ct),
            "close" => intake.DoAsync(id, new CloseIncidentRequest(), ct),
            _ => intake.DoAsync(
                id,
                new AcknowledgeIncidentRequest(TakeLead: form.Flag("takeLead")),
                ct
            ),
        };

    private async Task ResolveAsync(string id, FormReader form, CancellationToken ct)
    {
        try
        {
            await intake.DoAsync(
                id,
                new ResolveIncidentRequest(
                    form.PastTime("resolvedAt"),
                    form.Text("note"),
                    EvenIfFiring: form.Flag("evenIfFiring")
                ),
                ct
            );
        }
        catch (ApiException refused) when (refused.Problem.Code == "alerts-firing")
        {
            // The API names its field, which the form shows as a box.
            throw new ApiException(refused.Problem with { Detail = StillFiring });
        }
    }

    private static PutScenarioRequest Scenario(FormReader form) =>
        new(
            new(
                form.Text("hypothesis"),
                form.Text("fault"),
                form.Text("steps"),
                form.Text("abortCondition"),
                form.Text("expectedRecovery"),
                form.Number("expectedMinutes"),
                form.Number("expectedLossMinutes"),
                form.Text("actualRecovery"),
                form.Number("actualLossMinutes")
            ),
            form.Number("version")
        );

    private Person Person(FormReader form)
    {
        var name = form.Required("person");
        // The page's script knows the ids of the people it offers. Any other name belongs to
        // somebody without an account.
        return new(
            name == viewer.Name ? viewer.Id
                : form.Text("personName") == name ? form.Text("personId")
                : null,
            name
        );
    }

    /// <summary>The timelines of what was merged into it.</summary>
    private async Task<IReadOnlyList<MergedTimeline>> MergedAsync(
        IReadOnlyList<IncidentLinkResponse> links,
        CancellationToken ct
    ) =>
        await Task.WhenAll(
            links
                .Where(l => l.Relation == IncidentRelation.Merged)
                .Take(MostMerged)
                .Select(async l => new MergedTimeline(
                    l.Incident,
                    await timeline.ListAsync(l.Incident.Reference, ct).OrNullAsync()
                ))
        );

    private Task<Incident?> LinkedAsync(Guid? id, CancellationToken ct) =>
        id is { } value
            ? intake.GetAsync(value.ToString(), ct).OrNullAsync()
            : Task.FromResult<Incident?>(null);
}
