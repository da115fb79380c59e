using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Testing;

namespace Pir.Reviews.Tests;

/// <summary>
/// The events of one incident, as published by the intake service. Each method returns once the
/// review service has committed their effects.
/// </summary>
/// <param name="isLed">Whether it has an incident commander from the beginning.</param>
internal sealed class IncidentStory(
    PirTestHost host,
    Severity severity = Severity.Sev2,
    bool isLed = true
)
{
    private static int _lastNumber = 100;
    private readonly int _number = Interlocked.Increment(ref _lastNumber);
    private IncidentState? _state;
    private int _version;
    private IncidentStatus _unmerged;

    private static Guid TargetId { get; } = Guid.CreateVersion7();

    /// <summary>Who changes the incident.</summary>
    public static Actor Teller { get; } = new("user", "riley", "Riley Responder");

    public Guid Id { get; } = Guid.CreateVersion7();
    public string Reference => "INC-" + _number;
    public string Title => "Checkout is slow, case " + _number;
    public IncidentState State => _state ??= Begin();

    public static async Task<IncidentStory> ResolvedAsync(
        PirTestHost host,
        Severity severity = Severity.Sev2,
        DateTime? at = null
    )
    {
        var story = new IncidentStory(host, severity);
        await story.OpensAsync();
        await story.IsResolvedAsync(at);
        return story;
    }

    public Task OpensAsync() => TellAsync(Opened());

    public Task IsResolvedAsync(DateTime? at = null) => TellAsync(Resolved(at));

    public Task IsReopenedAsync() => TellAsync(Reopened());

    public Task GetsSeverityAsync(Severity to) =>
        TellAsync(
            Next(
                s => s with { Severity = to },
                s => new IncidentChanged(s, [new("severity", null, to.ToWord())], null)
            )
        );

    public Task GetsImpactAsync(
        string customers,
        string? operations = null,
        string? availability = null
    ) =>
        TellAsync(
            Next(
                s =>
                    s with
                    {
                        Impact = new(customers, operations, availability, null, null, null, null),
                    },
                s => new IncidentImpactRecorded(s, s.Impact!)
            )
        );

    public Task GivesRoleAsync(
        string? id,
        string name,
        IncidentRole role = IncidentRole.Responder
    ) => TellAsync(RoleGiven(id, name, role));

    public Task TakesRoleAwayAsync(string id) =>
        TellAsync(
            Next(
                s => s with { Roles = [.. s.Roles.Where(r => r.Person.Id != id)] },
                s => new IncidentChanged(s, [], null)
            )
        );

    public Task MovesToTeamAsync(string team) =>
        TellAsync(
            Next(
                s => s with { Team = team },
                s => new IncidentChanged(s, [new("team", null, team)], null)
            )
        );

    public Task IsClosedAsync() =>
        TellAsync(Next(s => s with { Status = IncidentStatus.Closed }, s => new IncidentClosed(s)));

    public EventBatch Merged(int into = 7)
    {
        var before = State.Status;
        _unmerged = before;
        var target = new LinkedIncident(IncidentRelation.MergedInto, TargetId, into, "The other");
        return Next(
            s => s with { Status = IncidentStatus.Closed, MergedInto = new(TargetId, into) },
            s => new IncidentMerged(s, target, 0, null)
        );
    }

    public EventBatch Unmerged()
    {
        var target = new LinkedIncident(IncidentRelation.MergedInto, TargetId, 7, "The other");
        return Next(
            s => s with { Status = _unmerged, MergedInto = null },
            s => new IncidentUnmerged(s, target, 0, null)
        );
    }

    public EventBatch Opened() => Next(s => s, s => new IncidentOpened(s, [], null));

    public EventBatch Resolved(DateTime? at = null) =>
        Next(
            s => s with { Status = IncidentStatus.Resolved, ResolvedAt = at ?? TestTimes.Now },
            s => new IncidentResolved(s, false, null)
        );

    public EventBatch RoleGiven(string? id, string name, IncidentRole role = IncidentRole.Responder)
    {
        var person = new Person(id, name);
        return Next(
            s => s with { Roles = [.. s.Roles, new(role, person, TestTimes.Now)] },
            s => new IncidentRoleAssigned(s, role, person, null)
        );
    }

    public EventBatch Reopened() =>
        Next(
            s => s with { Status = IncidentStatus.Open, ResolvedAt = null },
            s => new IncidentReopened(s, "it came back", TestTimes.Now)
        );

    public Task TellAsync(EventBatch batch) => host.TellAsync(batch);

    /// <summary>What the review service published about this incident so far.</summary>
    public IReadOnlyList<T> Told<T>(Func<T, ReviewState> review)
        where T : IEvent
    {
        var definition = EventCatalog.Of(typeof(T));
        return
        [
            .. host
                .Published.Where(e => e.Type == definition.Name)
                .Select(e => (T)EventCatalog.Read(definition, e.Data))
                .Where(e => review(e).IncidentId == Id),
        ];
    }

    private IncidentState Begin() =>
        new()
        {
            Id = Id,
            Number = _number,
            Title = Title,
            Severity = severity,
            Status = IncidentStatus.Open,
            Service = "checkout",
            Team = "team-" + _number,
            DetectionSource = DetectionSource.Alerting,
            DetectedAt = TestTimes.Now.AddDays(-2),
            OpenedAt = TestTimes.Now.AddDays(-2),
            Roles = isLed
                ?
                [
                    new(
                        IncidentRole.IncidentCommander,
                        new Person("cmd", "Casey Commander"),
                        TestTimes.Now
                    ),
                ]
                : [],
        };

    private EventBatch Next(
        Func<IncidentState, IncidentState> change,
        Func<IncidentState, IEvent> tell
    )
    {
        _state = change(State);
        return PirTestHost.BatchOf(tell(_state), Id, ++_version, TestTimes.Now, Teller);
    }
}

internal static class TestTimes
{
    public static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;
}
