using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>
/// Changes an incident together with many other rows: everything in one transaction, between two
/// groups of the writer. If another writer was faster, it starts again with the current state.
/// </summary>
internal sealed class IncidentTransaction(
    IDbContextFactory<IntakeDbContext> factory,
    GroupCommitWriter writer,
    PirDbServices services
)
{
    private const int MaxAttempts = 10;

    /// <param name="name">The incident, as the path names it.</param>
    /// <param name="version">From the body, if any. <c>If-Match</c> takes precedence.</param>
    /// <param name="decide">May run several times.</param>
    /// <returns>Null if it was done, or had been done before.</returns>
    public async Task<ProblemHttpResult?> RunAsync(
        HttpContext http,
        string name,
        int? version,
        Func<Work, Task<Decision>> decide
    )
    {
        var requestTime = RequestTime.Current;
        ProblemHttpResult? problem = null;
        await writer.ExecuteAsync(
            async stop =>
            {
                // The writer's thread does not have the request's context.
                using var then = RequestTime.Enter(requestTime);
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        problem = await TryAsync(http, name, version, decide, stop);
                        return;
                    }
                    catch (Exception exception)
                        when (DbConflict.Is(exception) && attempt < MaxAttempts)
                    {
                        // Somebody changed it at the same time.
                    }
                }
            },
            http.RequestAborted
        );
        return problem;
    }

    private async Task<ProblemHttpResult?> TryAsync(
        HttpContext http,
        string name,
        int? version,
        Func<Work, Task<Decision>> decide,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await DeletionTurn.TakeAsync(db, token);
        if (await db.Incidents.Named(name).SingleOrDefaultAsync(token) is not { } incident)
        {
            return Problems.NotFound("incident " + name);
        }

        var expected = ExpectedVersion.Of(http.Request, version);
        if (expected is not null && expected != incident.Version)
        {
            return ExpectedVersion.Refuse(expected, incident.Version, null);
        }

        var by = new Stamp(http.User.ToActor(), services.Clock.UtcNow());
        var work = new Work(db, incident, by, token);
        var decision = await decide(work);
        if (decision.Refusal is { } refusal)
        {
            return Refusals.ToProblem(refusal, incident.Version);
        }

        if (decision.IsChange)
        {
            work.Tell(incident, decision);
            db.Audit(http, incident.ToAuditSubject(), incident.Id);
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            services.Signals.For(typeof(IntakeDbContext)).Pulse();
            writer.Forget(work.Forgotten);
        }

        return null;
    }

    /// <summary>One attempt.</summary>
    internal sealed record Work(
        IntakeDbContext Db,
        Incident Incident,
        Stamp By,
        CancellationToken Token
    )
    {
        /// <summary>Fingerprints of alerts whose incident is another one afterwards.</summary>
        public List<Guid> Forgotten { get; } = [];

        /// <summary>Adds a decision's events and history to the commit.</summary>
        public void Tell(Incident incident, Decision decision)
        {
            Db.AddRange(decision.History);
            foreach (var (fact, at) in decision.Facts)
            {
                Db.Raise(fact, incident.Id, incident, at ?? By.At, By.By);
            }
        }
    }
}
