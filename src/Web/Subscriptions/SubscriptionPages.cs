using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Subscriptions;

public sealed record SubscriptionListModel(Paged<Subscription> Subscriptions);

/// <param name="Secret">Shown in this response and never again.</param>
public sealed record SubscriptionModel(
    Subscription Subscription,
    Paged<SubscriberDelivery> Deliveries,
    string? Status,
    string? Secret
);

public sealed record SubscriberDeliveryModel(
    Subscription Subscription,
    SubscriberDelivery Delivery
);

internal sealed class SubscriptionPages(
    NotificationClient notification,
    Forms forms,
    UnreadFilters unread
)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.SubscriptionsRead);
        var writing = pages.For(Scopes.Subscriptions);
        reading.MapGet(
            "/subscriptions",
            (SubscriptionPages p, CancellationToken ct) => p.ListAsync(null, ct)
        );
        writing.MapPost(
            "/subscriptions",
            (SubscriptionPages p, CancellationToken ct) => p.AddAsync(ct)
        );
        reading.MapGet(
            "/subscriptions/{id:guid}",
            (Guid id, string? status, string? after, SubscriptionPages p, CancellationToken ct) =>
                p.ShowAsync(id, status, after, null, ct)
        );
        writing.MapPost(
            "/subscriptions/{id:guid}/change",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        writing.MapPost(
            "/subscriptions/{id:guid}/switch",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.SwitchAsync(id, ct)
        );
        reading.MapGet(
            "/subscriptions/{id:guid}/deliveries/{delivery}",
            (Guid id, string delivery, SubscriptionPages p, CancellationToken ct) =>
                p.DeliveryAsync(id, delivery, ct)
        );
        writing.MapPost(
            "/subscriptions/{id:guid}/test",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.TestAsync(id, ct)
        );
        writing.MapPost(
            "/subscriptions/{id:guid}/rotate",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.RotateAsync(id, ct)
        );
        writing.MapPost(
            "/subscriptions/{id:guid}/remove",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        writing.MapPost(
            "/subscriptions/{id:guid}/retry/{delivery}",
            (Guid id, string delivery, SubscriptionPages p, CancellationToken ct) =>
                p.RetryAsync(id, delivery, ct)
        );
        reading.MapGet(
            "/subscriptions/{id:guid}/{**rest}",
            (Guid id) => new SeeOther($"/subscriptions/{id}")
        );
    }

    public async Task<IResult> ListAsync(Refusal? refusal, CancellationToken ct) =>
        Page.Show<SubscriptionsPage, SubscriptionListModel>(
            new(await notification.ListAsync(ct)),
            refusal
        );

    public Task<IResult> AddAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "subscription-new",
            async form =>
            {
                var added = await notification.AddAsync(
                    new(form.Text("name"), form.Required("url"), Events(form), Filter(form)),
                    ct
                );
                return Page.Show<SubscriptionPage, SubscriptionModel>(
                    new(added, new([], null), null, added.Secret)
                );
            },
            refusal => ListAsync(refusal, ct)
        );

    public async Task<IResult> ShowAsync(
        Guid id,
        string? status,
        string? after,
        Refusal? refusal,
        CancellationToken ct,
        string? secret = null
    )
    {
        var subscription = notification.GetAsync(id, ct);
        var shown = unread.Choice("status", status, "pending", "delivered", "failed", "disabled");
        var deliveries = notification.DeliveriesAsync(id, shown, after, ct);
        return Page.Show<SubscriptionPage, SubscriptionModel>(
            new(await subscription, await deliveries, shown, secret),
            refusal
        );
    }

    public Task<IResult> DoAsync(
        Guid id,
        string form,
        string flash,
        Func<FormReader, Task> act,
        CancellationToken ct
    ) =>
        forms.SubmitAsync(
            form,
            async typed =>
            {
                await act(typed);
                return new(To(id), flash);
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    public Task<IResult> TestAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "subscription-test",
            async _ =>
            {
                var sent = await notification.TestAsync(id, ct);
                var outcome = sent.Status is DeliveryStatus.Delivered or DeliveryStatus.Pending
                    ? sent.Status
                    : DeliveryStatus.Failed;
                return new(To(id), $"test-{Words.Wire(outcome)}");
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    public Task<IResult> SwitchAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "subscription-switch",
            async form =>
            {
                var isEnabled = form.Flag("isEnabled");
                await notification.ChangeAsync(id, new(IsEnabled: isEnabled), ct);
                return new(To(id), isEnabled ? "switched-on" : "switched-off");
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    public async Task<IResult> DeliveryAsync(Guid id, string delivery, CancellationToken ct)
    {
        var subscription = notification.GetAsync(id, ct);
        var whole = notification.DeliveryAsync(id, delivery, ct);
        return Page.Show<SubscriberDeliveryPage, SubscriberDeliveryModel>(
            new(await subscription, await whole)
        );
    }

    public Task<IResult> RetryAsync(Guid id, string delivery, CancellationToken ct) =>
        DoAsync(
            id,
            $"retry-{delivery}",
            "retry",
            _ => notification.RetryAsync(id, delivery, ct),
            ct
        );

    public Task<IResult> ChangeAsync(Guid id, CancellationToken ct) =>
        DoAsync(
            id,
            "subscription-change",
            "saved",
            form =>
                notification.ChangeAsync(
                    id,
                    new(
                        form.Text("name") ?? "",
                        form.Required("url"),
                        Events(form),
                        IsEnabled: form.Flag("isEnabled")
                    ),
                    ct
                ),
            ct
        );

    public Task<IResult> RotateAsync(Guid id, CancellationToken ct) =>
        forms.ShowAsync(
            "subscription-rotate",
            async _ =>
            {
                var rotated = await notification.RotateSecretAsync(id, ct);
                return await ShowAsync(id, null, null, null, ct, rotated.Secret);
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    public Task<IResult> RemoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "subscription-remove",
            async _ =>
            {
                await notification.RemoveAsync(id, ct);
                return new("/subscriptions", "removed");
            },
            refusal => ShowAsync(id, null, null, refusal, ct)
        );

    private static IReadOnlyList<string> Events(FormReader form)
    {
        var events = form.Many("events");
        return events.Count > 0
            ? events
            : throw new ApiException(ApiProblem.Field("events", "must name at least one event"));
    }

    private static EventFilter? Filter(FormReader form)
    {
        var (services, teams, severities) = (
            form.Words("services"),
            form.Words("teams"),
            form.Many("severities")
        );
        return services is null && teams is null && severities.Count == 0
            ? null
            : new(services, severities.Count == 0 ? null : severities, teams);
    }

    private static string To(Guid id) => $"/subscriptions/{id}";
}
