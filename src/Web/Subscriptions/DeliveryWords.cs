using Pir.Contracts.Connections;

namespace Pir.Web.Subscriptions;

/// <summary>What became of an attempt to deliver, in words that say what to look at.</summary>
internal static class DeliveryWords
{
    public static string Of(DeliveryAttempt attempt) =>
        attempt.Error is { } cause
            ? DeliveryCause.Explain(cause, attempt.StatusCode)
            : $"The receiver answered HTTP {attempt.StatusCode}.";

    /// <summary>Why a subscription is failing.</summary>
    public static string Of(ConnectionHealth health) => health.Detail ?? "Its deliveries failed.";

    /// <summary>How long an attempt took.</summary>
    public static string Took(DeliveryAttempt attempt) =>
        Words.NoBreak(
            attempt.DurationMs < 1000
                ? FormattableString.Invariant($"{attempt.DurationMs:0} ms")
                : FormattableString.Invariant($"{attempt.DurationMs / 1000:0.0} s")
        );
}
