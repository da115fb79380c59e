using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace Pir.Gateway.Edge;

/// <summary>
/// Spreads calls over the replicas of a service and skips replicas that do not respond. A call that
/// may have arrived is repeated only if it is a read, so that nothing is done twice.
/// </summary>
internal static class Replicas
{
    /// <summary>How long a replica may take to accept a connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Each attempt asks service discovery again, which returns the replicas in turn.
    /// </summary>
    public static void AddReplicas(this IHttpClientBuilder client)
    {
        client.AddResilienceHandler(
            "replicas",
            pipeline =>
                pipeline.AddRetry(
                    new HttpRetryStrategyOptions
                    {
                        MaxRetryAttempts = 3,
                        Delay = TimeSpan.FromMilliseconds(50),
                        BackoffType = DelayBackoffType.Exponential,
                        ShouldHandle = args => ValueTask.FromResult(MayRepeat(args)),
                    }
                )
        );
        client.AddServiceDiscovery();
        client.UseSocketsHttpHandler((handler, _) => handler.ConnectTimeout = ConnectTimeout);
    }

    /// <summary>
    /// Whether a failure means that the request never left this process: refused, or not accepted
    /// in time. That is the handler's only time limit.
    /// </summary>
    public static bool NothingWasSent(Exception? failure) =>
        failure
            is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }
                or OperationCanceledException { InnerException: TimeoutException };

    private static bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> attempt) =>
        NothingWasSent(attempt.Outcome.Exception)
        || (
            attempt.Outcome.Exception is HttpRequestException
            && attempt.Context.GetRequestMessage()?.Method is { } method
            && (method == HttpMethod.Get || method == HttpMethod.Head)
        );
}
