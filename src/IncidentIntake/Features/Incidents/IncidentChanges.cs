using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Intake.Data;
using Pir.Intake.Domain;
using Pir.Intake.Webhooks;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Samples;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Intake.Features.Incidents;

/// <summary>
/// Changes one incident on request: load, decide, save with event and history. Runs between two
/// groups of the writer, so that a storm of alerts for the same incident cannot make it fail.
/// </summary>
public sealed class IncidentChanges(
    IDbContextFactory<IntakeDbContext> factory,
    GroupCommitWriter writer,
    PirDbServices services
)
{
    private const int MaxAttempts = 10;

    private DateTime Now => SampleTime.Current ?? WebhookEndpoint.Now(services.Clock);

    /// <summary>Applies a decision.</summary>
    /// <param name="reference">As in the path.</param>
    /// <param name="version">In the body, if any.</param>
    internal async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> ApplyAsync(
        string reference,
        HttpContext http,
        int? version,
        string? reason,
        Func<Incident, Change, IntakeDbContext, Task<Decision>> decide
    )
    {
        var by = new Change(http.User.ToActor(), Now, Blank(reason));
        var expected = ExpectedVersion.Of(http.Request, version);
        var sampleTime = SampleTime.Current;
        Results<Ok<IncidentResponse>, ProblemHttpResult>? result = null;
        await writer.ExecuteAsync(
            async token =>
            {
                using var then = SampleTime.Enter(sampleTime);
                result = await RetryAsync(() =>
                    ApplyOnceAsync(
                        IncidentRef.Parse(reference),
                        reference,
                        by,
                        expected,
                        decide,
                        token
                    )
                );
            },
            http.RequestAborted
        );
        return result!;
    }

    internal Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> ApplyAsync(
        string reference,
        HttpContext http,
        int? version,
        string? reason,
        Func<Incident, Change, Decision> decide
    ) =>
        ApplyAsync(
            reference,
            http,
            version,
            reason,
            (incident, by, _) => Task.FromResult(decide(incident, by))
        );

    /// <summary>Opens an incident by hand.</summary>
    internal async Task<IncidentResponse> OpenAsync(
        NewIncident facts,
        Actor actor,
        CancellationToken token
    )
    {
        var sampleTime = SampleTime.Current;
        IncidentResponse? response = null;
        await writer.ExecuteAsync(
            async stop =>
            {
                using var then = SampleTime.Enter(sampleTime);
                response = await RetryAsync(() => OpenOnceAsync(facts, actor, stop));
            },
            token
        );
        return response!;
    }

    private async Task<IncidentResponse> OpenOnceAsync(
        NewIncident facts,
        Actor actor,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        if (
            facts.SampleId is { } sample
            && await db.Incidents.Where(i => i.Id == sample).ToResponsesAsync(db, token)
                is [var there, ..]
        )
        {
            return there; // Loading the sample data goes on where it was interrupted.
        }

        var incident = Incident.Open(facts, Now);
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
        db.Raise(
            new Contracts.Incidents.IncidentOpened(incident.ToState(), [], null),
            incident.Id,
            incident,
            incident.DetectedAt,
            actor
        );
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        services.Signals.For(typeof(IntakeDbContext)).Pulse();
        return incident.ToResponse(null, 0);
    }

    private async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> ApplyOnceAsync(
        IncidentRef reference,
        string name,
        Change by,
        int? expected,
        Func<Incident, Change, IntakeDbContext, Task<Decision>> decide,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        if (await reference.In(db.Incidents).SingleOrDefaultAsync(token) is not { } incident)
        {
            return Problems.NotFound("incident " + name);
        }

        if (ExpectedVersion.Refuse(expected, incident.Version) is { } stale)
        {
            return stale;
        }

        var decision = await decide(incident, by, db);
        if (decision.Invalid is { } wrong)
        {
            return Problems.Validation(wrong.Field, wrong.Rule);
        }

        if (decision.Refused is { } refused)
        {
            return Problems.Conflict(refused.Code, refused.Detail);
        }

        if (decision.Fact is { } fact)
        {
            db.History.AddRange(decision.History);
            db.Raise(fact, incident.Id, incident, decision.OccurredAt, by.Actor);
            await db.SaveChangesAsync(token);
            await ForgetAlertsAsync(db, incident, token);
        }

        return TypedResults.Ok(
            (await reference.In(db.Incidents).ToResponsesAsync(db, token)).Single()
        );
    }

    /// <summary>The alerts of an incident that is over are no mere repeats any more.</summary>
    private async Task ForgetAlertsAsync(
        IntakeDbContext db,
        Incident incident,
        CancellationToken token
    )
    {
        if (!incident.IsActive && incident.FiringAlertCount > 0)
        {
            var keys = await db
                .Alerts.Where(a => a.IncidentId == incident.Id && a.Key != null)
                .Select(a => a.Key!.Value)
                .ToListAsync(token);
            writer.Forget(keys);
        }
    }

    private static async Task<T> RetryAsync<T>(Func<Task<T>> run)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await run();
            }
            catch (Exception exception) when (DbConflict.Is(exception) && attempt < MaxAttempts)
            {
                // Another replica was first: decide again on what stands now.
            }
        }
    }

    private static string? Blank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
