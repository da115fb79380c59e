using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Audit;

/// <summary>The filter in the page's URL.</summary>
/// <param name="From">In the reader's time zone, as the field sends it.</param>
public sealed record AuditQuery(
    string? Action,
    string? Actor,
    string? Subject,
    string? From,
    string? To,
    string? Kind = null
)
{
    /// <summary>How many filters are set.</summary>
    internal int Count =>
        new[] { Action, Actor, Subject, From, To, Kind }.Count(v => !string.IsNullOrEmpty(v));
}

/// <param name="Actions">The actions recorded so far.</param>
/// <param name="ExportUrl">The same lines as CSV.</param>
/// <param name="OlderUrl">The next page; null on the last.</param>
public sealed record AuditModel(
    AuditQuery Query,
    Paged<AuditLine> Lines,
    IReadOnlyList<(string Value, string Text)> Actions,
    string ExportUrl,
    string? OlderUrl
);

internal sealed class AuditPages(AuditClient audit, Zone zone, UnreadFilters unread)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var admins = pages.For(Scopes.Admin);
        admins.MapGet(
            "/audit",
            (
                string? action,
                string? actor,
                string? subject,
                string? from,
                string? to,
                string? kind,
                string? after,
                AuditPages p,
                CancellationToken ct
            ) => p.ShowAsync(new(action, actor, subject, from, to, kind), after, ct)
        );
    }

    public async Task<IResult> ShowAsync(AuditQuery query, string? after, CancellationToken ct)
    {
        var filter = new AuditFilter(
            query.Action,
            query.Actor,
            query.Subject,
            Read("from", query.From),
            Read("to", query.To),
            after,
            query.Kind
        );
        var lines = await audit.ListAsync(filter, ct);
        var actions = await audit.ListActionsAsync(ct);
        var export = AuditClient.PathOf("/api/audit.csv", filter with { After = null });
        return Page.Show<AuditPage, AuditModel>(
            new(
                query,
                lines,
                [.. actions.Select(a => (a.Action, a.Text))],
                export,
                OlderUrl(query, lines.Next)
            )
        );
    }

    private DateTime? Read(string name, string? text) =>
        unread.Note(name, text, zone.Read(text ?? ""), hasField: true);

    private static string? OlderUrl(AuditQuery query, string? next)
    {
        if (next is null)
        {
            return null;
        }

        var parts = new (string Name, string? Value)[]
        {
            ("kind", query.Kind),
            ("action", query.Action),
            ("actor", query.Actor),
            ("subject", query.Subject),
            ("from", query.From),
            ("to", query.To),
            ("after", next),
        };
        return "/audit?"
            + string.Join(
                '&',
                parts
                    .Where(p => !string.IsNullOrEmpty(p.Value))
                    .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")
            );
    }
}
