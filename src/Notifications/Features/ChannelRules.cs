using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.Notifications.Features;

/// <summary>Lists, creates, changes, orders and removes the rules of the channel policy.</summary>
public static class ChannelRules
{
    private const string Path = "/channel-rules";
    private const string One = Path + "/{id:guid}";
    private const int Most = 100;

    public static void MapChannelRules(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(Path, ListAsync)
            .May(Permissions.SeeChannelPolicy)
            .WithName("ListChannelRules")
            .WithSummary("List the rules of the channel policy in their order");
        routes
            .MapPost(Path, CreateAsync)
            .May(Permissions.ManageChannelPolicy)
            .Audited("channel-rule-created", "created {channelRule}")
            .WithName("CreateChannelRule")
            .WithSummary("Add a rule at the end of the channel policy")
            .ProducesProblem(409);
        routes
            .MapPut(One, ChangeAsync)
            .May(Permissions.ManageChannelPolicy)
            .Audited("channel-rule-changed", "changed {channelRule}")
            .WithName("PutChannelRule")
            .WithSummary("Replace all fields of a channel rule")
            .ProducesEditProblems();
        routes
            .MapDelete(One, DeleteAsync)
            .May(Permissions.ManageChannelPolicy)
            .Audited("channel-rule-removed", "removed {channelRule}")
            .WithName("DeleteChannelRule")
            .WithSummary("Remove a channel rule; who was told stays on the incidents")
            .ProducesEditProblems();
        routes
            .MapPut(Path + "/order", OrderAsync)
            .May(Permissions.ManageChannelPolicy)
            .Audited("channel-rules-ordered", "changed the order of {channelRules}")
            .WithName("OrderChannelRules")
            .WithSummary("Set the order in which the channel rules are tried")
            .ProducesProblem(409);
    }

    /// <summary>The rules in the order in which they are tried.</summary>
    internal static IQueryable<ChannelRule> InOrder(this IQueryable<ChannelRule> rules) =>
        rules.OrderBy(r => r.Position).ThenBy(r => r.Id);

    internal static async Task<IReadOnlyDictionary<Guid, Subscription>> SubscriptionsByIdAsync(
        this NotificationDbContext db,
        CancellationToken token
    ) => await db.Subscriptions.AsNoTracking().ToDictionaryAsync(s => s.Id, token);

    internal static AuditSubject ToAuditSubject(this ChannelRule rule) =>
        new("channelRule", rule.Id.ToString(), null, rule.Name);

    private static async Task<Ok<ItemList<ChannelRuleResponse>>> ListAsync(
        NotificationDbContext db,
        CancellationToken token
    )
    {
        var rules = await db.ChannelRules.AsNoTracking().InOrder().ToListAsync(token);
        return TypedResults.Ok(Describe(rules, await db.SubscriptionsByIdAsync(token)));
    }

    private static async Task<Results<Created<ChannelRuleResponse>, ProblemHttpResult>> CreateAsync(
        ChannelRuleRequest request,
        HttpContext http,
        NotificationDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if ((await ChannelChecks.CheckAsync(request, db, token)).Problem is { } problem)
        {
            return problem;
        }

        var positions = await db.ChannelRules.Select(r => r.Position).ToListAsync(token);
        if (positions.Count >= Most)
        {
            return Problems.Conflict(
                "too-many",
                $"There are {Most} channel rules already. Remove one first."
            );
        }

        var it = ChannelRule.Create(request, positions.DefaultIfEmpty(0).Max() + 1, clock.UtcNow());
        db.ChannelRules.Add(it);
        db.Audit(http, it.ToAuditSubject(), it.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created(
            $"/api{Path}/{it.Id}",
            it.ToResponse(positions.Count + 1, await db.SubscriptionsByIdAsync(token))
        );
    }

    private static async Task<Results<Ok<ChannelRuleResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        ChannelRuleRequest request,
        HttpContext http,
        NotificationDbContext db,
        ChannelRuleEditor editor
    ) =>
        (await ChannelChecks.CheckAsync(request, db, http.RequestAborted)).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(http, id, request.Version, (it, _) => it.Describe(request));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        NotificationDbContext db,
        ChannelRuleEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (it, _) =>
            {
                db.ChannelRules.Remove(it);
                return Decision.Changed();
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static async Task<
        Results<Ok<ItemList<ChannelRuleResponse>>, ProblemHttpResult>
    > OrderAsync(
        OrderChannelRulesRequest request,
        HttpContext http,
        NotificationDbContext db,
        CancellationToken token
    )
    {
        if (request.Ids is not { } ids)
        {
            return Problems.Validation("ids", "is required");
        }

        var rules = await db.ChannelRules.InOrder().ToListAsync(token);
        if (ids.Count != rules.Count || !rules.Select(r => r.Id).ToHashSet().SetEquals(ids))
        {
            return Problems.Conflict(
                "rules-changed",
                "The list must have each rule once. Someone may have added or removed a rule."
            );
        }

        if (rules.Count > 0)
        {
            foreach (var rule in rules)
            {
                rule.Position = ids.ToList().IndexOf(rule.Id) + 1;
            }

            db.Audit(http, new("channelRules", null, null, ""), rules[0].Id);
            await db.SaveChangesAsync(token);
        }

        return TypedResults.Ok(
            Describe([.. rules.OrderBy(r => r.Position)], await db.SubscriptionsByIdAsync(token))
        );
    }

    private static ItemList<ChannelRuleResponse> Describe(
        List<ChannelRule> inOrder,
        IReadOnlyDictionary<Guid, Subscription> known
    ) => new([.. inOrder.Select((r, i) => r.ToResponse(i + 1, known))]);
}

/// <summary>Changes a channel rule.</summary>
internal sealed class ChannelRuleEditor(NotificationDbContext db, TimeProvider clock)
    : Editor<ChannelRule, Guid, ChannelRuleResponse>(db, clock)
{
    protected override Task<ChannelRule?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.ChannelRules.SingleOrDefaultAsync(r => r.Id == key, token);

    protected override string NameOf(Guid key) => "channel rule " + key;

    protected override AuditSubject SubjectOf(ChannelRule it) => it.ToAuditSubject();

    protected override async Task<ChannelRuleResponse> AnswerAsync(
        ChannelRule it,
        HttpContext http,
        CancellationToken token
    ) =>
        it.ToResponse(
            await db.ChannelRules.CountAsync(r => r.Position < it.Position, token) + 1,
            await db.SubscriptionsByIdAsync(token)
        );
}
