using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.AlertRules;

/// <summary>Tries rules on the last deliveries before they are saved.</summary>
internal static class TryAlertRules
{
    private const int DefaultDeliveries = 50;

    /// <summary>Most bytes of bodies that are read.</summary>
    private const int MostBytes = 8 * 1024 * 1024;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/alert-rules/try", HandleAsync)
            .May(Permissions.ManageAlertRules)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName("TryAlertRules")
            .WithSummary("Show what rules would have done with the last deliveries")
            .ProducesProblem(404);

    private static async Task<Results<Ok<TryAlertRulesResponse>, ProblemHttpResult>> HandleAsync(
        TryAlertRulesRequest request,
        HttpContext http,
        IntakeDbContext db,
        SourceDirectory directory,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (Check(request, clock.UtcNow()).Problem is { } problem)
        {
            return problem;
        }

        var rules = await db.AlertRules.AsNoTracking().InOrder().ToListAsync(token);
        if (request.RuleId is { } id && rules.TrueForAll(r => r.Id != id))
        {
            return Problems.NotFound("rule " + id);
        }

        var silences = await db
            .Silences.AsNoTracking()
            .Where(s => s.DeletedAt == null)
            .ToListAsync(token);
        var stamp = new Stamp(http.User.ToActor(), clock.UtcNow());
        var tried = new AlertRulebook(Tried(rules, request, stamp), Tried(silences, request));
        var now = new AlertRulebook(
            await db.AlertRules.AsNoTracking().InOrder().ToListAsync(token),
            silences
        );
        var deliveries = await LastAsync(db, request.Deliveries ?? DefaultDeliveries, token);
        var sources = await directory.AllAsync(token);
        return TypedResults.Ok(Try(tried, now, deliveries, sources));
    }

    private static FieldErrors Check(TryAlertRulesRequest request, DateTime now)
    {
        var errors = new FieldErrors().That(
            request.Deliveries is null or (>= 1 and <= TryAlertRulesRequest.MostDeliveries),
            "deliveries",
            $"must be between 1 and {TryAlertRulesRequest.MostDeliveries}"
        );
        if (request.Rule is { } rule)
        {
            errors.Add("rule.", rule.Check());
        }

        return request.Silence is { } silence
            ? errors.Add("silence.", silence.Check(now, isNew: true))
            : errors;
    }

    /// <summary>The rules with the request's changes.</summary>
    private static List<AlertRule> Tried(
        List<AlertRule> rules,
        TryAlertRulesRequest request,
        Stamp stamp
    )
    {
        var places = (request.Order ?? []).ToList();
        var order = rules
            .OrderBy(r => places.IndexOf(r.Id) is var at and >= 0 ? at : places.Count)
            .ToList();
        if (request.Rule is { } wanted)
        {
            var replaced = order.FindIndex(r => r.Id == request.RuleId);
            var rule = new AlertRule { Id = request.RuleId ?? Guid.CreateVersion7() };
            rule.Set(wanted, stamp);
            if (replaced >= 0)
            {
                order[replaced] = rule;
            }
            else
            {
                order.Insert(Math.Clamp((request.Position ?? 201) - 1, 0, order.Count), rule);
            }
        }

        for (var i = 0; i < order.Count; i++)
        {
            order[i].Position = i + 1;
        }

        return order;
    }

    private static IEnumerable<Silence> Tried(
        IEnumerable<Silence> silences,
        TryAlertRulesRequest request
    )
    {
        if (request.Silence is not { } wanted)
        {
            return silences;
        }

        var always = wanted with { From = DateTime.MinValue, Until = DateTime.MaxValue };
        var silence = new Silence { Id = Guid.CreateVersion7() };
        silence.Set(always, DateTime.MinValue);
        return silences.Append(silence);
    }

    /// <summary>The last deliveries that were read completely, oldest first.</summary>
    private static async Task<List<JournalEntry>> LastAsync(
        IntakeDbContext db,
        int count,
        CancellationToken token
    )
    {
        var last = new List<JournalEntry>();
        var bytes = 0L;
        await foreach (
            var group in db
                .DeliveryGroups.AsNoTracking()
                .OrderByDescending(g => g.ReceivedAt)
                .ThenByDescending(g => g.Id)
                .Take(count)
                .AsAsyncEnumerable()
                .WithCancellation(token)
        )
        {
            foreach (var entry in DeliveryJournal.Unpack(group).Reverse())
            {
                bytes += entry.Body.Length;
                if (last.Count == count || bytes > MostBytes)
                {
                    break;
                }

                last.Add(entry);
            }

            if (last.Count == count || bytes > MostBytes)
            {
                break;
            }
        }

        last.Reverse();
        return last;
    }

    private static TryAlertRulesResponse Try(
        AlertRulebook tried,
        AlertRulebook now,
        List<JournalEntry> deliveries,
        IReadOnlyDictionary<Guid, SourceSettings> sources
    )
    {
        var (trial, present) = (new AlertTrial(tried, sources), new AlertTrial(now, sources));
        var shown = new List<TriedDelivery>();
        foreach (var delivery in deliveries)
        {
            if (sources.GetValueOrDefault(delivery.SourceId) is { } source)
            {
                shown.Add(Take(trial, source, delivery));
                Take(present, source, delivery);
            }
        }

        shown.Reverse();
        return new(shown, trial.Counts, present.Counts);
    }

    private static TriedDelivery Take(AlertTrial trial, SourceSettings source, JournalEntry it) =>
        trial.Take(
            it.Id,
            source,
            WebhookParser.Parse(
                source.Kind,
                source.Id,
                it.Body,
                it.ContentType,
                now: it.ReceivedAt
            ),
            it.ReceivedAt
        );
}
