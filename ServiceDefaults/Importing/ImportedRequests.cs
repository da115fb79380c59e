using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.ServiceDefaults.Importing;

/// <summary>
/// Requests that import the past: they say who did something and when. The result is the same as
/// if that person had done it at that time. What the request may read and change depends on the
/// caller alone. The audit log shows who really sent it, and when.
/// </summary>
public static class ImportedRequests
{
    /// <summary>The time to use as the current time, as ISO 8601.</summary>
    public const string TimeHeader = "Pir-As-Of";

    /// <summary>The name of the person who did it; UTF-8, percent-encoded.</summary>
    public const string AuthorHeader = "Pir-On-Behalf-Of";

    private const int LongestName = 100;

    /// <summary>Allows imports at an endpoint that is audited in any case.</summary>
    public static TBuilder TakesImports<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ImportableEndpoint(null));

    /// <summary>Allows imports at an endpoint where only they are audited.</summary>
    /// <inheritdoc cref="EndpointAudit.Audited"/>
    public static TBuilder TakesImports<TBuilder>(
        this TBuilder endpoint,
        string action,
        string words
    )
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ImportableEndpoint(new(action, words)));

    /// <summary>Whether the request is an import.</summary>
    internal static bool IsImport(this HttpContext http) => http.Features.Get<Import>() is not null;

    /// <summary>The import as a detail for the audit log; null for other requests.</summary>
    internal static string? Describe(HttpContext http)
    {
        var import = http.Features.Get<Import>();
        var time = import?.At?.ToString("u", CultureInfo.InvariantCulture);
        return (import?.Name, time) switch
        {
            (null, null) => null,
            (null, _) => $"as of {time}",
            ({ } name, null) => $"on behalf of {name}",
            var (name, _) => $"on behalf of {name}, as of {time}",
        };
    }

    internal static async ValueTask<object?> FilterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var time = http.Request.Headers[TimeHeader];
        var author = http.Request.Headers[AuthorHeader];
        if (time.Count == 0 && author.Count == 0)
        {
            return await next(context);
        }

        if (Check(http, time, author, out var at, out var name) is { } problem)
        {
            return problem;
        }

        http.Features.Set(new Import(at, name));
        if (name is not null)
        {
            ActAs(name, context);
        }

        using var then = RequestTime.Enter(at);
        return await next(context);
    }

    private static ProblemHttpResult? Check(
        HttpContext http,
        string? time,
        string? author,
        out DateTime? at,
        out string? name
    )
    {
        (at, name) = (null, null);
        if (!http.User.Has(Scope.Import))
        {
            return Problems.Forbidden(Scope.Import);
        }

        var isTaken = http.GetEndpoint()?.Metadata.GetMetadata<ImportableEndpoint>() is not null;
        var errors = new FieldErrors();
        if (time is not null)
        {
            at = Read(time, http);
            errors.Check(
                TimeHeader,
                !isTaken ? "is not supported here"
                    : at is null ? "must be an ISO 8601 time that is not in the future"
                    : null
            );
        }

        if (author is not null)
        {
            name = Uri.UnescapeDataString(author).Cleaned().TrimmedOrNull();
            errors.Check(
                AuthorHeader,
                !isTaken ? "is not supported here"
                    : name is null or { Length: > LongestName }
                        ? $"must be a name of at most {LongestName} characters"
                    : name.HasNul() ? CleanText.NulRule
                    : null
            );
        }

        return errors.Problem;
    }

    private static DateTime? Read(string text, HttpContext http) =>
        UtcDateTimeConverter.TryRead(text, out var at) && TimeRules.CheckPast(at, Now(http)) is null
            ? at
            : null;

    private static DateTime Now(HttpContext http) =>
        http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;

    // The handler's arguments are already bound. The principal may be shared with other requests,
    // so a copy is used.
    private static void ActAs(string name, EndpointFilterInvocationContext context)
    {
        var http = context.HttpContext;
        var (caller, acting) = (http.User, http.User.OnBehalfOf(name));
        http.User = acting;
        for (var i = 0; i < context.Arguments.Count; i++)
        {
            if (ReferenceEquals(context.Arguments[i], caller))
            {
                context.Arguments[i] = acting;
            }
        }
    }

    private sealed record Import(DateTime? At, string? Name);
}

/// <summary>An endpoint that takes imports.</summary>
/// <param name="Audit">How imports are audited; null if every change is.</param>
public sealed record ImportableEndpoint(AuditedEndpoint? Audit);
