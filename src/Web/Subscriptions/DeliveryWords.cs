using Pir.Contracts.Connections;

namespace Pir.Web.Subscriptions;

/// <summary>The outcome of a delivery attempt, as a sentence that says where to look.</summary>
internal static class DeliveryWords
{
    public static string Of(DeliveryAttempt attempt) =>
        attempt.Error is { } cause
            ? DeliveryCause.Explain(cause, attempt.StatusCode)
            : $"The receiver answered HTTP {attempt.StatusCode}.";

    /// <summary>Why a subscription is failing.</summary>
    public static string Of(ConnectionHealth health) => health.Detail ?? "Deliveries failed.";

    /// <summary>How long an attempt took.</summary>
    public static string Took(DeliveryAttempt attempt) =>
        Words.NoBreak(
            attempt.DurationMs < 1000
                ? FormattableString.Invariant($"{attempt.DurationMs} ms")
                : FormattableString.Invariant($"{attempt.DurationMs / 1000.0:0.0} s")
        );
}
