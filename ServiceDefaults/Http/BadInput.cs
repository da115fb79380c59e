using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Pir.ServiceDefaults.Http.Reading;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Names the field and the rule it breaks. The framework's own messages name internal types and
/// give no rule.
/// </summary>
internal static partial class BadInput
{
    private const int MillisecondsAtMost = 200;

    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        ["int"] = "must be a whole number",
        ["Int32"] = "must be a whole number",
        ["long"] = "must be a whole number",
        ["Int64"] = "must be a whole number",
        ["Guid"] = "must be a GUID",
        ["bool"] = "must be true or false",
        ["Boolean"] = "must be true or false",
        ["DateTime"] = "must be an ISO 8601 time, e.g. 2026-01-31T08:00:00Z",
        ["DateTimeOffset"] = "must be an ISO 8601 time, e.g. 2026-01-31T08:00:00Z",
        ["DateOnly"] = "must be a date, e.g. 2026-01-31",
        ["string"] = "must be a text",
        ["String"] = "must be a text",
    };

    /// <summary>
    /// The field's path in JSON names and the rule; null if the framework's message has neither.
    /// </summary>
    public static (string Field, string Rule)? Describe(BadHttpRequestException exception)
    {
        if (exception is UnreadableRequestException { Field: { } unreadable } refused)
        {
            return (unreadable, refused.Rule);
        }

        if (exception.InnerException is JsonException json)
        {
            return Describe(json);
        }

        var unbound = Unbound().Match(exception.Message);
        if (unbound.Success)
        {
            return (Camel(unbound.Groups["name"].Value), RuleOf(unbound.Groups["type"].Value));
        }

        var missing = Missing().Match(exception.Message);
        if (missing.Success)
        {
            return missing.Groups["from"].Value.StartsWith("body", StringComparison.Ordinal)
                ? ("body", "is required")
                : (Camel(missing.Groups["name"].Value), "is required");
        }

        return exception.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal)
            ? ("body", "is required")
            : null;
    }

    private static (string Field, string Rule) Describe(JsonException json)
    {
        var field = PathOf(json);
        if (field.Length == 0)
        {
            return ("body", "must be well-formed JSON as documented");
        }

        var name = field.Split('.')[^1];
        if (UnknownMember.RuleOf(json, name, OwnTypes()) is { } unknown)
        {
            return (field, unknown);
        }

        if (json.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            return (field, "must be given only once");
        }

        // Our own converters state the rule.
        return json.Message.StartsWith("must ", StringComparison.Ordinal)
            ? (field, json.Message)
            : (
                field,
                RuleOf(TypeAt(field, Unconverted().Match(json.Message).Groups["type"].Value))
            );
    }

    private static string PathOf(JsonException json)
    {
        var path = (json.Path ?? "$").TrimStart('$').TrimStart('.');
        // The serializer validates a list once it is complete, and names the position after its
        // end.
        return json.Message == RequestJson.NullRule ? PlaceInList().Replace(path, "") : path;
    }

    /// <summary>
    /// The expected type at a path. For a record with a constructor the serializer names the type
    /// of the body; for one with setters, the type of the member.
    /// </summary>
    private static string TypeAt(string path, string named)
    {
        var at = OwnTypes().FirstOrDefault(t => t.FullName == named && !t.IsEnum);
        if (at is null)
        {
            return named;
        }

        foreach (var step in path.Split('.'))
        {
            at = at
                ?.GetProperties()
                .FirstOrDefault(p =>
                    p.Name.Equals(step.Split('[')[0], StringComparison.OrdinalIgnoreCase)
                )
                ?.PropertyType;
            if (step.Contains('['))
            {
                at = at?.GetElementType() ?? at?.GetGenericArguments().FirstOrDefault();
            }
        }

        return at is null ? "" : (Nullable.GetUnderlyingType(at) ?? at).FullName ?? "";
    }

    private static string RuleOf(string type)
    {
        if (ListType().IsMatch(type))
        {
            return "must be a list";
        }

        var name = Wrapping().Replace(type, "");
        if (Rules.TryGetValue(name.Split('.')[^1], out var rule))
        {
            return rule;
        }

        return FindEnum(name) is { } values
            ? "must be one of: "
                + string.Join(
                    ", ",
                    Enum.GetNames(values).Select(JsonNamingPolicy.CamelCase.ConvertName)
                )
            : "does not have the expected form (see /docs/api)";
    }

    private static Type? FindEnum(string name) =>
        OwnTypes().FirstOrDefault(t => t.IsEnum && (t.FullName == name || t.Name == name));

    private static IEnumerable<Type> OwnTypes() =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name?.StartsWith("Pir.", StringComparison.Ordinal) == true)
            .SelectMany(a => a.GetTypes());

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\[\d+\]$", RegexOptions.None, MillisecondsAtMost)]
    private static partial Regex PlaceInList();

    [GeneratedRegex(
        "^Failed to bind parameter \"(?<type>.+) (?<name>[^ \"]+)\" from ",
        RegexOptions.None,
        MillisecondsAtMost
    )]
    private static partial Regex Unbound();

    [GeneratedRegex(
        "^Required parameter \"(?<type>.+) (?<name>[^ \"]+)\" was not provided from (?<from>.+)$",
        RegexOptions.None,
        MillisecondsAtMost
    )]
    private static partial Regex Missing();

    [GeneratedRegex(
        "could not be converted to (?<type>.+?)\\. Path",
        RegexOptions.None,
        MillisecondsAtMost
    )]
    private static partial Regex Unconverted();

    [GeneratedRegex(
        @"^System\.Collections\.|\[\]$",
        RegexOptions.ExplicitCapture,
        MillisecondsAtMost
    )]
    private static partial Regex ListType();

    [GeneratedRegex(
        @"^(System\.)?Nullable(`1)?[<\[]+|[>\]]+$|,.*$",
        RegexOptions.ExplicitCapture,
        MillisecondsAtMost
    )]
    private static partial Regex Wrapping();
}
