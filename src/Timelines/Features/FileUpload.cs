using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>A file from a request, and what was sent about it.</summary>
internal sealed record FileUpload(
    byte[] Bytes,
    string? FileName,
    string? Alt,
    DateTime? CapturedAt,
    IReadOnlyList<Guid> Entries,
    Guid? Replaces
)
{
    /// <summary>What a request may say about a file, in the query or the form.</summary>
    internal static readonly string[] Fields = ["name", "alt", "capturedAt", "entry", "replaces"];

    /// <summary>
    /// Reads a form, or a file that is the whole body; exactly one of the results is null. Never
    /// holds more than the limit.
    /// </summary>
    public static async Task<(FileUpload? Upload, ProblemHttpResult? Refusal)> ReadAsync(
        HttpRequest request,
        int limit,
        DateTime now,
        CancellationToken token
    )
    {
        var isForm = request.HasFormContentType;
        if (request.ContentLength > limit + (isForm ? TimelineOptions.FormOverhead : 0))
        {
            return (null, TooLarge(limit));
        }

        try
        {
            return isForm
                ? await ReadFormAsync(request, limit, now, token)
                : await ReadBodyAsync(request, limit, now, token);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == 413)
        {
            return (null, TooLarge(limit));
        }
        catch (InvalidDataException)
        {
            return (null, Problems.Validation("file", "could not be read: the form is damaged"));
        }
    }

    private static async Task<(FileUpload?, ProblemHttpResult?)> ReadFormAsync(
        HttpRequest request,
        int limit,
        DateTime now,
        CancellationToken token
    )
    {
        var form = await request.ReadFormAsync(token);
        if (form.Files is not [var file])
        {
            return (null, Problems.Validation("file", "must be exactly one file"));
        }

        if (file.Length > limit)
        {
            return (null, TooLarge(limit));
        }

        await using var stream = file.OpenReadStream();
        var bytes = await ReadAsync(stream, limit, token);
        return Check(bytes, file.FileName, name => form[name], now);
    }

    private static async Task<(FileUpload?, ProblemHttpResult?)> ReadBodyAsync(
        HttpRequest request,
        int limit,
        DateTime now,
        CancellationToken token
    )
    {
        var bytes = await ReadAsync(request.Body, limit + 1, token);
        return bytes.Length > limit
            ? (null, TooLarge(limit))
            : Check(bytes, request.Query["name"], name => request.Query[name], now);
    }

    private static (FileUpload?, ProblemHttpResult?) Check(
        byte[] bytes,
        string? name,
        Func<string, StringValues> field,
        DateTime now
    )
    {
        var alt = field("alt").ToString().TrimmedOrNull();
        var errors = new FieldErrors().Length("alt", alt, Attachment.MaxAlt);
        DateTime? at = null;
        if (field("capturedAt").ToString() is { Length: > 0 } capturedAt)
        {
            at = Time(capturedAt);
            errors.Check(
                "capturedAt",
                at is { } time
                    ? TimeRules.CheckPast(time, now)
                    : "must be a time such as 2026-03-01T14:05:00Z"
            );
        }

        var entries = Ids(field("entry"));
        var replaces = Ids(field("replaces"));
        errors
            .That(!entries.Contains(null), "entry", "must be the id of an entry")
            .That(replaces is [] or [not null], "replaces", "must be the id of evidence");
        return errors.Problem is { } problem
            ? (null, problem)
            : (
                new(bytes, name, alt, at, [.. entries.OfType<Guid>()], replaces.FirstOrDefault()),
                null
            );
    }

    private static List<Guid?> Ids(StringValues texts) =>
        [
            .. texts
                .Where(t => !string.IsNullOrEmpty(t))
                .Select(t => Guid.TryParse(t, out var id) ? id : (Guid?)null),
        ];

    private static DateTime? Time(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time.UtcDateTime
            : null;

    /// <summary>Reads up to the limit.</summary>
    private static async Task<byte[]> ReadAsync(Stream from, int limit, CancellationToken token)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while (
            buffer.Length < limit
            && (
                read = await from.ReadAsync(
                    chunk.AsMemory(0, (int)Math.Min(chunk.Length, limit - buffer.Length)),
                    token
                )
            ) > 0
        )
        {
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    private static ProblemHttpResult TooLarge(int limit)
    {
        var rule = string.Create(
            CultureInfo.InvariantCulture,
            $"must be at most {limit / (1024.0 * 1024):0.#} MB"
        );
        return Problems.Problem(
            413,
            "too-large",
            "Too large",
            $"The file {rule}. Crop an image, or keep the lines of a log that matter.",
            new Dictionary<string, object?>
            {
                ["errors"] = new Dictionary<string, string[]> { ["file"] = [rule] },
            }
        );
    }
}
