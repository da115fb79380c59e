using System.Globalization;
using Pir.Contracts.Api;

namespace Pir.Web.Subscriptions;

/// <summary>What became of an attempt to deliver, in words that say what to look at.</summary>
internal static class DeliveryWords
{
    public static string Of(DeliveryAttempt attempt) =>
        Of(attempt.Error, attempt.StatusCode?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Why a subscription is failing.</summary>
    public static string Of(ConnectionHealth health) =>
        health.Cause is null ? "its deliveries failed" : Of(health.Cause, health.Detail);

    private static string Of(string? error, string? answer) =>
        error switch
        {
            null => $"answered {answer}",
            "status" => $"answered {answer}, which is no success",
            "redirect" => $"answered {answer}, a redirect; those are not followed",
            "gone" => "answered 410: it wants no more",
            "timeout" => "did not answer in time",
            "dns" => "its host name is unknown",
            "connection-refused" => "refused the connection",
            "connection" => "the connection broke, or it spoke no HTTP",
            "tls" => "its certificate is not trusted",
            "blocked-address" => "its address is not a public one",
            "invalid-url" => "its address may no longer be called",
            "secret-unreadable" => "its secret cannot be read any more: make a new one",
            "event-expired" => "the event is no longer kept",
            { } other => other,
        };

    /// <summary>How long an attempt took.</summary>
    public static string Took(DeliveryAttempt attempt) =>
        attempt.DurationMs < 1000
            ? FormattableString.Invariant($"{attempt.DurationMs:0} ms")
            : FormattableString.Invariant($"{attempt.DurationMs / 1000:0.0} s");
}
