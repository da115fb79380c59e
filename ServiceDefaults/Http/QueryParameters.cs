using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Times;
using Pir.ServiceDefaults.Http.Reading;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Refuses unknown query parameters of the API. Without this, a misspelt filter would be silently
/// ignored, and the answer would have everything.
/// </summary>
public static class QueryParameters
{
    private static readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>> Known = new();
    private static readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>> Times = new();

    /// <summary>Declares parameters that the handler reads from the request itself.</summary>
    public static TBuilder ReadsQuery<TBuilder>(
        this TBuilder endpoint,
        params IReadOnlyList<string> names
    )
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new QueryReadByHandler(names));

    /// <summary>As documents and errors spell a parameter.</summary>
    internal static string Spell(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    internal static ValueTask<object?> FilterAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (http.Request.Query.Count == 0 || http.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        var known = Known.GetOrAdd(endpoint, KnownTo);
        var errors = new FieldErrors();
        foreach (
            var name in http.Request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase)
        )
        {
            errors.Check(name, KnownNames.RuleOf(name, known));
        }

        foreach (var name in Times.GetOrAdd(endpoint, TimesOf))
        {
            errors.Check(name, CheckTime(http.Request.Query[name]));
        }

        return errors.Problem is { } problem ? new(problem) : next(context);
    }

    /// <summary>Times in a query have the floor and the ceiling of every other time.</summary>
    private static string? CheckTime(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? TimeRules.Check(time.UtcDateTime)
            : null;

    private static IReadOnlyList<string> TimesOf(Endpoint endpoint) =>
        [
            .. endpoint
                .Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
                .Where(p => IsOfTheQuery(p) && IsTime(p.ParameterInfo.ParameterType))
                .Select(p => Spell(NameOf(p))),
        ];

    private static bool IsTime(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is var bare
        && (bare == typeof(DateTime) || bare == typeof(DateTimeOffset));

    private static IReadOnlyList<string> KnownTo(Endpoint endpoint)
    {
        var route = (endpoint as RouteEndpoint)?.RoutePattern;
        return
        [
            .. endpoint
                .Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
                .Where(IsOfTheQuery)
                .Select(NameOf)
                .Where(name => route?.GetParameter(name) is null)
                .Concat(
                    endpoint
                        .Metadata.GetOrderedMetadata<QueryReadByHandler>()
                        .SelectMany(m => m.Names)
                )
                .Select(Spell),
        ];
    }

    /// <summary>The name in the query.</summary>
    internal static string NameOf(IParameterBindingMetadata parameter) =>
        parameter
            .ParameterInfo.GetCustomAttributes(inherit: false)
            .OfType<IFromQueryMetadata>()
            .FirstOrDefault()
            ?.Name
        ?? parameter.Name;

    /// <summary>Whether it is a value, not a body or a service.</summary>
    private static bool IsOfTheQuery(IParameterBindingMetadata parameter)
    {
        var declared = parameter.ParameterInfo.ParameterType;
        var type = declared.GetElementType() ?? Nullable.GetUnderlyingType(declared) ?? declared;
        return (type == typeof(string) || type.IsEnum || IsParsable(type))
            && !parameter
                .ParameterInfo.GetCustomAttributes(inherit: false)
                .Any(a => a is IFromHeaderMetadata or IFromBodyMetadata or IFromFormMetadata);
    }

    private static bool IsParsable(Type type) =>
        Array.Exists(
            type.GetInterfaces(),
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>)
        );
}

/// <summary>Query parameters that a handler reads from the request itself.</summary>
internal sealed record QueryReadByHandler(IReadOnlyList<string> Names);
