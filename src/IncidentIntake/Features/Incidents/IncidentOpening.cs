using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Features.Catalog;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>Opens an incident for a person, between two groups of the writer.</summary>
internal sealed class IncidentOpening(
    IDbContextFactory<IntakeDbContext> factory,
    GroupCommitWriter writer,
    PirDbServices services
)
{
    private const int MaxAttempts = 10;

    /// <param name="past">
    /// What happened to it before it was recorded. Its events are committed with the opening, and
    /// all have the state after all of it: nobody is called about an incident that is over.
    /// </param>
    internal async Task<Opened> OpenAsync(
        NewIncident facts,
        HttpContext http,
        CancellationToken token,
        IReadOnlyList<Func<Incident, Stamp, Decision>>? past = null
    )
    {
        var requestTime = RequestTime.Current;
        Opened? response = null;
        await writer.ExecuteAsync(
            async stop =>
            {
                using var then = RequestTime.Enter(requestTime);
                for (var attempt = 1; response is null; attempt++)
                {
                    try
                    {
                        response = await OpenOnceAsync(facts, past ?? [], http, stop);
                    }
                    catch (Exception exception)
                        when (DbConflict.Is(exception) && attempt < MaxAttempts)
                    {
                        // Another replica took the number: try the next.
                    }
                }
            },
            token
        );
        return response!;
    }

    private async Task<Opened> OpenOnceAsync(
        NewIncident facts,
        IReadOnlyList<Func<Incident, Stamp, Decision>> past,
        HttpContext http,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        if (facts.Id is { } id && await FindAsync(db, id, facts, token) is { } there)
        {
            return there;
        }

        var given = facts.Context;
        var owner = given.Team is null
            ? await db.OwnerOfAsync(given.Service, token)
            : ServiceOwners.None;
        var context = owner.Complete(given);
        var incident = Incident.Open(facts with { Context = context }, services.Clock.UtcNow());
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db
            .Counters.Where(c => c.Name == Counter.Incidents)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Value, c => c.Value + 1), token);
        incident.Number = await db
            .Counters.Where(c => c.Name == Counter.Incidents)
            .Select(c => c.Value)
            .SingleAsync(token);
        db.Incidents.Add(incident);
        Tell(db, incident, past, new(http.User.ToActor(), services.Clock.UtcNow()));
        db.Audit(http, incident.ToAuditSubject(), incident.Id);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        services.Signals.For(typeof(IntakeDbContext)).Pulse();
        return new(incident.ToResponse(null, 0), IsNew: true);
    }

    private static void Tell(
        IntakeDbContext db,
        Incident incident,
        IReadOnlyList<Func<Incident, Stamp, Decision>> past,
        Stamp by
    )
    {
        var steps = past.Select(step => step(incident, by)).ToList();
        var state = incident.ToState();
        db.Raise(
            new IncidentOpened(state, [], null),
            incident.Id,
            incident,
            incident.DetectedAt,
            by.By
        );
        foreach (var step in steps)
        {
            db.AddRange(step.History);
            foreach (var (fact, at) in step.Facts)
            {
                db.Raise(With(state, fact), incident.Id, incident, at ?? by.At, by.By);
            }
        }
    }

    /// <summary>Services ignore the state of an event whose version they know already.</summary>
    private static IEvent With(IncidentState state, IEvent fact) =>
        fact switch
        {
            IncidentAcknowledged it => it with { Incident = state },
            IncidentMitigated it => it with { Incident = state },
            IncidentRoleAssigned it => it with { Incident = state },
            IncidentResolved it => it with { Incident = state },
            IncidentClosed it => it with { Incident = state },
            _ => throw new InvalidOperationException(fact.GetType().Name),
        };

    private static async Task<Opened?> FindAsync(
        IntakeDbContext db,
        Guid id,
        NewIncident facts,
        CancellationToken token
    )
    {
        var incidents = db.Incidents.AsNoTracking().Where(i => i.Id == id);
        if (await incidents.SingleOrDefaultAsync(token) is not { } there)
        {
            var isDeleted = await db.Tombstones.AnyAsync(t => t.Id == id, token);
            return isDeleted ? new(null, IsNew: false) : null;
        }

        var history = await db
            .History.AsNoTracking()
            .Where(h => h.IncidentId == id)
            .ToListAsync(token);
        var shown = await incidents.ToResponsesAsync(db, token);
        return new(shown.Single(), IsNew: false, there.DifferenceFrom(facts, history));
    }

    /// <param name="Incident">Null where the one with this id was deleted.</param>
    /// <param name="IsNew">False where it was opened by an earlier request.</param>
    /// <param name="Difference">The field that the earlier request gave another value.</param>
    internal sealed record Opened(
        IncidentResponse? Incident,
        bool IsNew,
        string? Difference = null
    );
}
