using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Notifications.Data;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>The rules of the fields of a channel rule.</summary>
internal static class ChannelChecks
{
    private static readonly string NamesRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {ChannelRuleFields.MostNames} names of at most "
            + $"{IncidentContext.LongestValue} characters"
    );

    private static readonly string ChannelsRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {ChannelRuleFields.MostNames} channels"
    );

    public static async Task<FieldErrors> CheckAsync(
        ChannelRuleFields fields,
        NotificationDbContext db,
        CancellationToken token
    )
    {
        var channels = fields.Channels ?? [];
        var errors = new FieldErrors()
            .Required("name", fields.Name, CreateSubscription.MaxNameLength)
            .Check("services", CheckNames(fields.Services))
            .Check("teams", CheckNames(fields.Teams))
            .That(channels.Count <= ChannelRuleFields.MostNames, "channels", ChannelsRule);
        if (errors.Any)
        {
            return errors;
        }

        var wanted = channels.Select(c => c?.SubscriptionId).OfType<Guid>().ToList();
        var known = await db
            .Subscriptions.Where(s => wanted.Contains(s.Id))
            .Select(s => s.Id)
            .ToListAsync(token);
        for (var i = 0; i < channels.Count; i++)
        {
            errors.Add(
                string.Create(CultureInfo.InvariantCulture, $"channels[{i}]."),
                Check(channels[i], channels.Take(i), known)
            );
        }

        return errors;
    }

    private static FieldErrors Check(
        ChannelTarget? channel,
        IEnumerable<ChannelTarget> before,
        List<Guid> known
    ) =>
        new FieldErrors()
            .Required("audience", channel?.Audience, IncidentContext.LongestValue)
            .That(channel?.SubscriptionId is not null, "subscriptionId", "is required")
            .That(
                channel?.SubscriptionId is not { } id || known.Contains(id),
                "subscriptionId",
                "must be the id of a subscription"
            )
            .That(
                !before.Any(b =>
                    b.SubscriptionId == channel?.SubscriptionId
                    && string.Equals(
                        b.Audience?.Trim(),
                        channel?.Audience?.Trim(),
                        StringComparison.OrdinalIgnoreCase
                    )
                ),
                "audience",
                "must not be told twice on the same channel"
            );

    private static string? CheckNames(IReadOnlyList<string>? names) =>
        names is { Count: > ChannelRuleFields.MostNames }
        || names?.Any(n => n is null || n.Trim().Length > IncidentContext.LongestValue) == true
            ? NamesRule
            : null;
}
