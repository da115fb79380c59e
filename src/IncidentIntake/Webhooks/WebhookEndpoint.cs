using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Pir.Contracts.Texts;
using Pir.Intake.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Http;

namespace Pir.Intake.Webhooks;

/// <summary>
/// Takes deliveries: POST /webhooks/{kind}/{key}. Answers 202 after the commit, also for what it cannot read: a monitoring tool would send a refused body for
/// ever. Outside the middleware (see the module), so it answers its own errors.
/// </summary>
public sealed partial class WebhookEndpoint(
    GroupCommitWriter writer,
    SourceDirectory sources,
    IOptions<IntakeOptions> options,
    PirDbServices services,
    ILogger<WebhookEndpoint> logger
)
{
    private const int FirstBuffer = 4 * 1024;
    private readonly IntakeOptions _options = options.Value;

    public async Task HandleAsync(HttpContext context)
    {
        var request = writer.Rent();
        try
        {
            await HandleAsync(context, request);
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, exception.StatusCode);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(context, StatusCodes.Status408RequestTimeout);
        }
        catch (OperationCanceledException)
        {
            // The sender is gone.
        }
        catch (IOException)
        {
            // Gone too, or sends chunks that no server can read: nothing is stored, so it is no success.
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            writer.Return(request);
        }
    }

    private async Task HandleAsync(HttpContext context, IntakeRequest request)
    {
        var route = context.Request.RouteValues;
        if (
            await sources.FindAsync((string)route["key"]!, context.RequestAborted) is not { } source
            || !Matches(source.Kind, (string)route["kind"]!)
        )
        {
            await Problems.NotFound("source with this key", "unknown-source").ExecuteAsync(context);
            return;
        }

        if (
            context.Request.ContentLength > _options.MaxBodyBytes
            || !await ReadAsync(context, request)
        )
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        Fill(request, source, context.Request.ContentType);
        if (!writer.TryEnqueue(request))
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        if (await request.Completion == IntakeOutcome.Committed)
        {
            await AnswerAsync(context, request);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private void Fill(IntakeRequest request, SourceSettings source, string? contentType)
    {
        request.Source = source;
        request.ContentType = contentType?.CutTo(200);
        request.ReceivedAt = Now(services.Clock);
        request.TraceParent = Activity.Current?.Id;
        request.Body = source.IsEnabled
            ? WebhookParser.Parse(source.Kind, source.Id, request.Raw.Span)
            : new(
                [],
                Error: new(
                    "source-disabled",
                    "The source is disabled; enable it and replay the delivery."
                )
            );
    }

    /// <summary>Now in whole microseconds, as every database keeps it.</summary>
    internal static DateTime Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static bool Matches(SourceKind kind, string word) =>
        kind switch
        {
            SourceKind.Alertmanager => word.Equals(
                "alertmanager",
                StringComparison.OrdinalIgnoreCase
            ),
            _ => word.Equals("generic", StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>False when the body is too large.</summary>
    private async ValueTask<bool> ReadAsync(HttpContext context, IntakeRequest request)
    {
        var reader = context.Request.BodyReader;
        var read = reader.ReadAsync(context.RequestAborted);
        if (!read.IsCompleted)
        {
            // Only the rare body that does not come with its headers pays for a timer.
            return await ReadSlowlyAsync(context, request, await WithinAsync(context, read), 0);
        }

        return await ReadSlowlyAsync(context, request, await read, 0);
    }

    private async ValueTask<bool> ReadSlowlyAsync(
        HttpContext context,
        IntakeRequest request,
        System.IO.Pipelines.ReadResult result,
        int length
    )
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var part = result.Buffer;
            if (length + part.Length > _options.MaxBodyBytes)
            {
                reader.AdvanceTo(part.End);
                return false;
            }

            var total = length + (int)part.Length;
            part.CopyTo(request.Buffer(Math.Max(total, FirstBuffer), length).AsSpan(length));
            length = total;
            reader.AdvanceTo(part.End);
            if (result.IsCompleted)
            {
                request.SetLength(length);
                return true;
            }

            var next = reader.ReadAsync(context.RequestAborted);
            result = next.IsCompleted ? await next : await WithinAsync(context, next);
        }
    }

    private async ValueTask<System.IO.Pipelines.ReadResult> WithinAsync(
        HttpContext context,
        ValueTask<System.IO.Pipelines.ReadResult> read
    )
    {
        var reader = context.Request.BodyReader;
        await using var timer = services.Clock.CreateTimer(
            static r => ((System.IO.Pipelines.PipeReader)r!).CancelPendingRead(),
            reader,
            _options.BodyTimeout,
            Timeout.InfiniteTimeSpan
        );
        var result = await read;
        return result.IsCanceled
            ? throw new BadHttpRequestException(
                "The body did not arrive in time.",
                StatusCodes.Status408RequestTimeout
            )
            : result;
    }

    private static Task AnswerAsync(HttpContext context, IntakeRequest request)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status202Accepted;
        response.ContentType = "application/json; charset=utf-8";
        if (request.Body.Error is { } error)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(
                new WebhookAnswer(request.DeliveryId, request.Accepted, request.Ignored, error),
                Contracts.Events.EventJson.Options
            );
            response.ContentLength = json.Length;
            return response.BodyWriter.WriteAsync(json).AsTask();
        }

        var span = response.BodyWriter.GetSpan(128);
        System.Text.Unicode.Utf8.TryWrite(
            span,
            CultureInfo.InvariantCulture,
            $"{{\"deliveryId\":\"{request.DeliveryId}\",\"accepted\":{request.Accepted},\"ignored\":{request.Ignored}}}",
            out var written
        );
        response.ContentLength = written;
        response.BodyWriter.Advance(written);
        return Task.CompletedTask;
    }

    private Task RefuseAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }

        var problem = status switch
        {
            413 => Problems.Problem(
                413,
                "too-large",
                "Too large",
                $"The body must not be larger than {_options.MaxBodyBytes} bytes."
            ),
            408 => Problems.Problem(
                408,
                "too-slow",
                "Too slow",
                "The body did not arrive in time."
            ),
            503 => Problems.Busy(
                "Too many deliveries are waiting to be stored; send this one again."
            ),
            _ => Problems.Problem(
                status,
                "bad-request",
                "The request is not valid",
                "The request is not valid HTTP."
            ),
        };
        if (status == 503)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return problem.ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A delivery failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

/// <summary>Answer to a delivery.</summary>
/// <param name="Accepted">Alerts that counted.</param>
/// <param name="Ignored">Alerts that were stale, suppressed, or ended something unknown.</param>
/// <param name="Error">What could not be read; the body is kept, see GET /api/deliveries?status=failed.</param>
public sealed record WebhookAnswer(Guid DeliveryId, int Accepted, int Ignored, BodyError? Error);
