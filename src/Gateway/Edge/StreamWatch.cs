using Microsoft.Extensions.Options;
using Pir.Gateway.Identity;

namespace Pir.Gateway.Edge;

/// <summary>
/// Ends streams whose reader has lost access. Other requests are checked when they arrive. A stream
/// stays open, so the reader's session or token is checked repeatedly. A client whose rights only
/// changed reconnects and resumes after its last event.
/// </summary>
internal sealed partial class StreamWatch(
    RequestDelegate next,
    StandingRights rights,
    IOptions<IdentitySettings> settings,
    TimeProvider clock,
    ILogger<StreamWatch> logger
)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!StandingRights.CanEnd(context))
        {
            await next(context);
            return;
        }

        using var ended = new CancellationTokenSource();
        var watch = Task.CompletedTask;
        context.Response.OnStarting(() =>
        {
            if (IsStream(context.Response))
            {
                watch = WatchAsync(context, ended.Token);
            }

            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            await ended.CancelAsync();
            await watch;
        }
    }

    private static bool IsStream(HttpResponse response) =>
        response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
        == true;

    private async Task WatchAsync(HttpContext context, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(settings.Value.SessionCheckInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (!await HoldAsync(context, ended))
                {
                    context.Abort();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The stream ended on its own.
        }
    }

    private async Task<bool> HoldAsync(HttpContext context, CancellationToken ended)
    {
        try
        {
            return await rights.HoldAsync(context);
        }
        catch (Exception exception) when (!ended.IsCancellationRequested)
        {
            // The database is unavailable, so rights cannot have changed either. The next check
            // decides.
            Log.NotChecked(logger, exception);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Checking the rights of a stream's reader failed; trying again"
        )]
        public static partial void NotChecked(ILogger logger, Exception exception);
    }
}
