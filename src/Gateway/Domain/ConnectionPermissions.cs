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
        },
        new(Connections, "See sources and what they sent", Scope.SourcesRead)
        {
            Operations = ["ListSources", "GetSource", "ListDeliveries", "GetDelivery"],
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
        },
    ];
}
