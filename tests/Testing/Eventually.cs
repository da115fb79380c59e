using System.Diagnostics;

namespace Pir.Testing;

/// <summary>
/// Waits for a condition instead of sleeping: polls until it holds or the deadline passes.
/// </summary>
public static class Eventually
{
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="condition">
    /// What must become true. An exception counts as "not yet" and is reported if the deadline
    /// passes.
    /// </param>
    /// <param name="deadline">20 s unless given.</param>
    /// <param name="description">Completes the sentence "Did not happen within 20 s: …".</param>
    /// <param name="details">
    /// Details for the failure message, for example the output of the process.
    /// </param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static async Task Until(
        Func<Task<bool>> condition,
        TimeSpan? deadline = null,
        string description = "condition",
        Func<string>? details = null,
        CancellationToken cancellationToken = default
    ) =>
        await Get<object>(
            async () => await condition() ? true : null,
            deadline,
            description,
            details,
            cancellationToken
        );

    /// <inheritdoc
    /// cref="Until(Func{Task{bool}}, TimeSpan?, string, Func{string}?, CancellationToken)"/>
    public static Task Until(
        Func<bool> condition,
        TimeSpan? deadline = null,
        string description = "condition",
        Func<string>? details = null,
        CancellationToken cancellationToken = default
    ) =>
        Until(
            () => Task.FromResult(condition()),
            deadline,
            description,
            details,
            cancellationToken
        );

    /// <summary>Polls until there is a value.</summary>
    /// <param name="probe">Null, or an exception, means "not yet".</param>
    /// <inheritdoc
    /// cref="Until(Func{Task{bool}}, TimeSpan?, string, Func{string}?, CancellationToken)"/>
    public static async Task<T> Get<T>(
        Func<Task<T?>> probe,
        TimeSpan? deadline = null,
        string description = "value",
        Func<string>? details = null,
        CancellationToken cancellationToken = default
    )
        where T : class
    {
        var limit = deadline ?? DefaultDeadline;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            Exception? last = null;
            try
            {
                if (await probe().WaitAsync(limit, cancellationToken) is { } value)
                {
                    return value;
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                last = exception;
            }

            if (watch.Elapsed >= limit)
            {
                throw new TimeoutException(
                    $"Did not happen within {limit.TotalSeconds:0.#} s: {description}. "
                        + $"{last?.Message}{Environment.NewLine}{details?.Invoke()}",
                    last
                );
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
