using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Web.Subscriptions;

namespace Pir.Web.Channels;

/// <summary>The policy, and who would be told about an incident if that was asked.</summary>
/// <param name="Subscriptions">To choose from; empty for people who may not see them.</param>
public sealed record ChannelsModel(
    IReadOnlyList<ChannelRuleResponse> Rules,
    IReadOnlyList<Subscription> Subscriptions,
    TryChannelRulesRequest? Asked,
    TryChannelRulesResponse? Trial
);

/// <summary>Who is told about which incidents. Administrators change it.</summary>
internal sealed class ChannelPages(
    ChannelsClient channels,
    NotificationClient subscriptions,
    Forms forms
)
{
    /// <summary>Most channels of a rule in the form; the API takes more.</summary>
    public const int Rows = 12;
    private const string Address = "/channels";

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        var admins = pages.For(Scopes.Admin);
        reading.MapGet(
            Address,
            (HttpContext http, ChannelPages p, CancellationToken ct) =>
                p.ShowAsync(Asked(http.Request.Query), null, ct)
        );
        admins.MapPost(
            Address + "/rules",
            (ChannelPages p, CancellationToken ct) => p.SaveAsync(null, ct)
        );
        admins.MapPost(
            Address + "/rules/{id:guid}",
            (Guid id, ChannelPages p, CancellationToken ct) => p.SaveAsync(id, ct)
        );
        admins.MapPost(
            Address + "/rules/{id:guid}/first",
            (Guid id, ChannelPages p, CancellationToken ct) => p.MoveUpAsync(id, ct)
        );
        // Reached by reloading the page after a form was refused.
        reading.MapGet(Address + "/{**rest}", (string rest) => new SeeOther(Address));
    }

    /// <summary>The name of the form of a rule; null for a new one.</summary>
    internal static string FormOf(Guid? id) => $"channel-{id?.ToString() ?? "new"}";

    public async Task<IResult> ShowAsync(
        TryChannelRulesRequest? asked,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var rules = channels.RulesAsync(ct);
        var known = subscriptions.ListAsync(ct).OrNullAsync();
        var trial = asked is null ? null : await channels.TryAsync(asked, ct);
        return Page.Show<ChannelsPage, ChannelsModel>(
            new((await rules).Items, (await known)?.Items ?? [], asked, trial),
            refusal
        );
    }

    private Task<IResult> SaveAsync(Guid? id, CancellationToken ct) =>
        SubmitAsync(
            FormOf(id),
            form =>
                id is { } old && form.Flag("remove")
                    ? channels.RemoveAsync(old, ct)
                    : channels.SaveAsync(id, RuleOf(form), ct),
            ct
        );

    private Task<IResult> MoveUpAsync(Guid id, CancellationToken ct) =>
        SubmitAsync(
            "channel-order",
            async _ =>
            {
                var ids = (await channels.RulesAsync(ct)).Items.Select(r => r.Id).ToList();
                var from = ids.IndexOf(id);
                if (from > 0)
                {
                    (ids[from - 1], ids[from]) = (ids[from], ids[from - 1]);
                    await channels.OrderAsync(ids, ct);
                }
            },
            ct
        );

    private Task<IResult> SubmitAsync(
        string name,
        Func<FormReader, Task> act,
        CancellationToken ct
    ) =>
        forms.SubmitAsync(
            name,
            async form =>
            {
                await act(form);
                return new(Address, form.Flag("remove") ? "removed" : "saved");
            },
            refusal => ShowAsync(null, refusal, ct)
        );

    private static ChannelRuleRequest RuleOf(FormReader form) =>
        new()
        {
            Name = form.Required("name"),
            Severities = form.Choices<Severity>("severities"),
            Services = form.Words("services"),
            Teams = form.Words("teams"),
            Moments = form.Choices<ChannelMoment>("moments"),
            Channels =
            [
                .. Enumerable
                    .Range(0, Rows)
                    .Select(n => n.ToString(CultureInfo.InvariantCulture))
                    .Select(n => new ChannelTarget(
                        form.Text("audience-" + n),
                        form.Id("subscription-" + n)
                    ))
                    .Where(c => c.Audience is not null || c.SubscriptionId is not null),
            ],
            Version = form.Number("version"),
        };

    /// <summary>What the trial asks; null if the page was opened without it.</summary>
    private static TryChannelRulesRequest? Asked(IQueryCollection query) =>
        SeverityWords.Parse(query["severity"]) is { } severity
            ? new(
                severity,
                query["service"].ToString() is { Length: > 0 } service ? service : null,
                query["team"].ToString() is { Length: > 0 } team ? team : null,
                Enum.TryParse<ChannelMoment>(query["moment"], ignoreCase: true, out var moment)
                    ? moment
                    : null
            )
            : null;
}
