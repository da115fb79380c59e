using System.Buffers;
using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Receives deliveries: POST /webhooks/{kind}/{key}. Responds with 202 after the commit, even for
/// bodies it cannot read: a monitoring tool would resend a refused body forever. Runs outside the
/// middleware (see the module), so it writes its own error responses.
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

    /// <summary>Beyond this size, a body is not even read to discard it.</summary>
    private const long MaxSeenBytes = 16 * 1024 * 1024;
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
            await RefuseAsync(context, Refusals.Of(exception));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await RefuseAsync(context, Refusals.TooSlow);
        }
        catch (OperationCanceledException)
        {
            // The sender disconnected.
        }
        catch (IOException)
        {
            // The sender disconnected or sent invalid chunks: nothing is stored, so this is not a
            // success.
            await RefuseAsync(context, Refusals.NotHttp);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
            await RefuseAsync(
                context,
                IsOfDatabase(exception) ? Refusals.Unavailable : Refusals.Failed
            );
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

        var isWhole = await ReadAsync(context, request);
        Fill(request, source, context.Request, isWhole);
        if (!writer.TryEnqueue(request))
        {
            await RefuseAsync(context, Refusals.Busy);
            return;
        }

        if (await request.Completion == IntakeOutcome.Committed)
        {
            await AnswerAsync(context, request);
        }
        else
        {
            await RefuseAsync(context, Refusals.Unavailable);
        }
    }

    /// <summary>Also within what the mapper puts around it.</summary>
    private static bool IsOfDatabase(Exception? exception) =>
        exception is not null
        && (exception is DbException or TimeoutException || IsOfDatabase(exception.InnerException));

    private void Fill(IntakeRequest request, SourceSettings source, HttpRequest http, bool isWhole)
    {
        var contentType = http.ContentType;
        request.Source = source;
        request.ContentType = contentType?.CutTo(200);
        request.ReceivedAt = services.Clock.UtcNow();
        request.TraceParent = Activity.Current?.Id;
        var cut = isWhole ? null : TooLarge();
        var encodings = EncodingsOf(http, request.Raw.Span);
        var body =
            encodings.Length == 0 || request.Raw.IsEmpty
                ? Read(request, cut)
                : ReadPacked(request, encodings, cut);
        request.Body = source.IsEnabled
            ? body
            : new(
                [],
                Error: new(
                    BodyError.SourceDisabled,
                    "The source is disabled. Enable it and replay the delivery."
                )
            );
    }

    private IncomingBody Read(IntakeRequest request, BodyError? cut)
    {
        try
        {
            return WebhookParser.Parse(
                request.Source.Kind,
                request.Source.Id,
                request.Raw.Span,
                request.ContentType,
                cut,
                request.ReceivedAt
            );
        }
        catch (Exception exception)
        {
            // This is a bug of ours. The body is kept and can be replayed once the bug is fixed.
            // An error would only make the sender retry the same body forever.
            Log.Unread(logger, exception, request.Source.Id);
            return new([], Error: new("not-read", "The body could not be read. See the log."));
        }
    }

    private static BodyError Damaged =>
        new(
            BodyError.Damaged,
            "The compressed body is damaged. Everything after the damage is lost."
        );

    private BodyError TooLarge() => BodyError.LargerThan(_options.MaxBodyBytes);

    /// <summary>As the headers say, or as the beginning of the body shows.</summary>
    private static string EncodingsOf(HttpRequest http, ReadOnlySpan<byte> body) =>
        http.Headers.ContentEncoding.ToString() is { Length: > 0 } said
            ? said.Equals("identity", StringComparison.OrdinalIgnoreCase)
                ? ""
                : said
            : body is [0x1F, 0x8B, ..]
                ? "gzip"
                : "";

    /// <summary>
    /// Replaces the compressed body by its contents, which people read and replay.
    /// </summary>
    private IncomingBody ReadPacked(IntakeRequest request, string encodings, BodyError? cut)
    {
        if (ReadAsSent(request, cut) is { } asSent)
        {
            return asSent;
        }

        var limit = _options.MaxBodyBytes;
        var plain = ContentEncodings.Unpack(request.Raw, encodings, limit, out var end);
        if (plain is null)
        {
            return new(
                [],
                Error: new("not-unpacked", "The body could not be decompressed as its headers say.")
            );
        }

        plain.CopyTo(request.Buffer(Math.Max(1, plain.Length), 0), 0);
        request.SetLength(plain.Length);
        return Read(
            request,
            end switch
            {
                UnpackedEnd.TooLarge => TooLarge(),
                UnpackedEnd.Damaged => cut ?? Damaged,
                _ => cut,
            }
        );
    }

    /// <summary>
    /// Some proxies decompress a body but keep the header that says it is compressed. Null if the
    /// body is not text or has no alerts.
    /// </summary>
    private IncomingBody? ReadAsSent(IntakeRequest request, BodyError? cut)
    {
        if (!ContentEncodings.LooksUnpacked(request.Raw.Span))
        {
            return null;
        }

        var body = Read(request, cut);
        const string notice = "The headers say that the body is compressed, but it is not.";
        return body.Alerts.Count == 0
            ? null
            : body with
            {
                Mended = body.Mended is null ? notice : $"{notice} {body.Mended}",
            };
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

    /// <summary>Keeps as much of the body as the limit allows.</summary>
    /// <returns>False if there is more.</returns>
    private async ValueTask<bool> ReadAsync(HttpContext context, IntakeRequest request)
    {
        if (context.Request.ContentLength is not { } length || length > _options.MaxBodyBytes)
        {
            // The start of a storm is better than nothing, so the total size is limited here.
            Unbound(context);
        }

        var reader = context.Request.BodyReader;
        var read = reader.ReadAsync(context.RequestAborted);
        // Only the rare body that does not arrive with its headers needs a timer.
        var first = read.IsCompleted ? await read : await WithinAsync(context, read);
        return await ReadSlowlyAsync(context, request, first);
    }

    private static void Unbound(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }
    }

    private async ValueTask<bool> ReadSlowlyAsync(
        HttpContext context,
        IntakeRequest request,
        System.IO.Pipelines.ReadResult result
    )
    {
        var reader = context.Request.BodyReader;
        var kept = 0;
        var seen = 0L;
        while (true)
        {
            var part = result.Buffer;
            seen += part.Length;
            var fits = (int)Math.Min(part.Length, _options.MaxBodyBytes - kept);
            var buffer = request.Buffer(Math.Max(kept + fits, FirstBuffer), kept);
            part.Slice(0, fits).CopyTo(buffer.AsSpan(kept));
            kept += fits;
            reader.AdvanceTo(part.End);
            if (result.IsCompleted || seen > MaxSeenBytes)
            {
                request.SetLength(kept);
                CloseUnless(result.IsCompleted, context);
                return seen == kept;
            }

            var next = reader.ReadAsync(context.RequestAborted);
            result = next.IsCompleted ? await next : await WithinAsync(context, next);
        }
    }

    /// <summary>Closes the connection unless the whole body was read.</summary>
    private static void CloseUnless(bool isCompleted, HttpContext context)
    {
        if (!isCompleted)
        {
            context.Response.Headers.Connection = "close";
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
        response.ContentLength = WebhookAnswer.Write(request, response.BodyWriter);
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, ProblemHttpResult problem)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return Task.CompletedTask;
        }

        if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return problem.ExecuteAsync(context);
    }

    /// <summary>Responses for deliveries that are not stored, one for each cause.</summary>
    private static class Refusals
    {
        public static ProblemHttpResult Busy =>
            Problems.Busy("Too many deliveries are waiting to be stored. Send this one again.");

        public static ProblemHttpResult Unavailable =>
            Problems.Problem(
                503,
                "unavailable",
                "Not available",
                "The database cannot store the delivery right now. Send it again."
            );

        public static ProblemHttpResult Failed =>
            Problems.Problem(
                503,
                "failed",
                "Something went wrong",
                "The problem is on the server. The log has the details. Send the delivery again."
            );

        public static ProblemHttpResult TooSlow =>
            Problems.Problem(408, "too-slow", "Too slow", "The body did not arrive in time.");

        public static ProblemHttpResult NotHttp =>
            Problems.Problem(
                400,
                "bad-request",
                "The request is not valid",
                "The request is not valid HTTP."
            );

        /// <summary>The response for a request that the server itself refuses.</summary>
        public static ProblemHttpResult Of(BadHttpRequestException exception) =>
            exception.StatusCode switch
            {
                408 => TooSlow,
                413 => Problems.Problem(
                    413,
                    "too-large",
                    "Too large",
                    "The body is larger than this endpoint accepts."
                ),
                400 => NotHttp,
                var status => Problems.Problem(
                    status,
                    "bad-request",
                    "The request is not valid",
                    $"The server does not accept the request (HTTP {status})."
                ),
            };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A delivery failed")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "Could not read a body from source {Source}; it is kept")]
        public static partial void Unread(ILogger logger, Exception exception, Guid source);
    }
}
