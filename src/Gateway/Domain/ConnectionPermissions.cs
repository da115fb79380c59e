using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>Rows about what comes in and what goes out.</summary>
internal static class ConnectionPermissions
{
    private const string Connections = "Connections";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Connections, "Listen to events", Scope.EventsRead) { Operations = ["StreamEvents"] },
        new(Connections, "See subscriptions and what was delivered", Scope.SubscriptionsRead)
        {
            Operations =
            [
                "ListSubscriptions",
                "GetSubscription",
                "ListSubscriptionDeliveries",
                "GetSubscriptionDelivery",
            ],
            Pages =
            [
                "GET /subscriptions",
                "GET /subscriptions/{id:guid}",
                "GET /subscriptions/{id:guid}/{**rest}",
                "GET /subscriptions/{id:guid}/deliveries/{delivery}",
            ],
        },
        new(Connections, "Manage subscriptions", Scope.SubscriptionsWrite)
        {
            Operations =
            [
                "CreateSubscription",
                "ChangeSubscription",
                "DeleteSubscription",
                "RotateSecret",
                "SendTestEvent",
                "ReplayEvents",
                "RetryDelivery",
            ],
            Pages =
            [
                "POST /subscriptions",
                "POST /subscriptions/{id:guid}/change",
                "POST /subscriptions/{id:guid}/remove",
                "POST /subscriptions/{id:guid}/retry/{delivery}",
                "POST /subscriptions/{id:guid}/rotate",
                "POST /subscriptions/{id:guid}/switch",
                "POST /subscriptions/{id:guid}/test",
            ],
        },
        new(Connections, "See sources and what they sent", Scope.SourcesRead)
        {
            Operations = ["ListSources", "GetSource", "ListDeliveries", "GetDelivery"],
            Pages =
            [
                "GET /sources",
                "GET /sources/{id:guid}",
                "GET /sources/{id:guid}/{verb}",
                "GET /deliveries/{id:guid}",
                "GET /deliveries/{id:guid}/replay",
            ],
        },
        new(Connections, "Manage sources", Scope.SourcesWrite)
        {
            Operations =
            [
                "CreateSource",
                "ChangeSource",
                "DeleteSource",
                "RotateSourceKey",
                "TestSource",
                "ReplayDelivery",
            ],
            Pages =
            [
                "POST /sources",
                "POST /sources/{id:guid}/change",
                "POST /sources/{id:guid}/remove",
                "POST /sources/{id:guid}/rotate",
                "POST /sources/{id:guid}/switch",
                "POST /sources/{id:guid}/test",
                "POST /deliveries/{id:guid}/replay",
            ],
        },
    ];
}
