using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>A checked image from a request.</summary>
internal sealed record ImageUpload(
    byte[] Bytes,
    string ContentType,
    string? FileName,
    string? Alt,
    DateTime? CapturedAt
)
{
    /// <summary>Reads either kind of upload; exactly one of the results is null.</summary>
    public static async Task<(ImageUpload? Upload, ProblemHttpResult? Refusal)> ReadAsync(
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

    private static async Task<(ImageUpload?, ProblemHttpResult?)> ReadFormAsync(
        HttpRequest request,
        int limit,
        DateTime now,
        CancellationToken token
    )
    {
        var form = await request.ReadFormAsync(token);
        if (form.Files is not [var file])
        {
            return (null, Problems.Validation("file", "must be exactly one image"));
        }

        if (file.Length > limit)
        {
            return (null, TooLarge(limit));
        }

        await using var stream = file.OpenReadStream();
        var bytes = await ReadAsync(stream, limit, token);
        return Check(bytes, file.FileName, form["alt"], form["capturedAt"], now);
    }

    private static async Task<(ImageUpload?, ProblemHttpResult?)> ReadBodyAsync(
        HttpRequest request,
        int limit,
        DateTime now,
        CancellationToken token
    )
    {
        var bytes = await ReadAsync(request.Body, limit + 1, token);
        if (bytes.Length > limit)
        {
            return (null, TooLarge(limit));
        }

        var query = request.Query;
        return Check(bytes, query["name"], query["alt"], query["capturedAt"], now);
    }

    private static (ImageUpload?, ProblemHttpResult?) Check(
        byte[] bytes,
        string? name,
        string? alt,
        string? capturedAt,
        DateTime now
    )
    {
        if (ImageType.Of(bytes) is not { } type)
        {
            return (
                null,
                Problems.Problem(
                    415,
                    "not-an-image",
                    "Not an image",
                    "The file is not a PNG, JPEG, GIF or WebP image. Only these can be added."
                )
            );
        }

        alt = alt.TrimmedOrNull();
        var errors = new FieldErrors().Length("alt", alt, Attachment.MaxAlt);
        DateTime? at = null;
        if (!string.IsNullOrEmpty(capturedAt))
        {
            at = Time(capturedAt);
            errors.Check(
                "capturedAt",
                at is { } time
                    ? TimeRules.CheckPast(time, now)
                    : "must be a time such as 2026-03-01T14:05:00Z"
            );
        }

        return errors.Problem is { } problem
            ? (null, problem)
            : (new(bytes, type, name, alt, at), null);
    }

    private static DateTime? Time(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time.UtcDateTime
            : null;

    /// <summary>Reads up to the limit and refuses anything larger.</summary>
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

    private static ProblemHttpResult TooLarge(int limit) =>
        Problems.Problem(
            413,
            "too-large",
            "Too large",
            $"An image can be at most {limit / (1024.0 * 1024):0.#} MB. Crop it or save it smaller."
        );
}
