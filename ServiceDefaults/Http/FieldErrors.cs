using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Pir.ServiceDefaults.Http;

/// <summary>
/// Collects what is wrong with a request, field by field, so that the caller sees all errors at
/// once. Only the first broken rule of a field is reported.
/// </summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, string> _rules = new(StringComparer.Ordinal);

    /// <summary>Whether any field breaks a rule.</summary>
    public bool Any => _rules.Count > 0;

    /// <summary>The broken rule by field.</summary>
    public IReadOnlyDictionary<string, string> Rules => _rules;

    /// <summary>The 400, or null if there are no errors.</summary>
    public ProblemHttpResult? Problem =>
        Any
            ? Problems.Validation(
                _rules.ToDictionary(r => r.Key, r => new[] { r.Value }, StringComparer.Ordinal)
            )
            : null;

    /// <summary>Records the rule that a field breaks; null records nothing.</summary>
    /// <param name="field">Name in the JSON body or the query.</param>
    /// <param name="brokenRule">For example "must not be in the future".</param>
    public FieldErrors Check(string field, string? brokenRule)
    {
        if (brokenRule is not null)
        {
            _rules.TryAdd(field, brokenRule);
        }

        return this;
    }

    /// <summary>Records the rule if the condition is false.</summary>
    public FieldErrors That(bool holds, string field, string rule) =>
        Check(field, holds ? null : rule);

    /// <summary>Requires a text of at most the given length.</summary>
    public FieldErrors Required(string field, string? value, int maxLength) =>
        That(!string.IsNullOrWhiteSpace(value), field, "is required")
            .Length(field, value, maxLength);

    /// <summary>
    /// Accepts a text of at most the given length, not counting surrounding white space.
    /// </summary>
    public FieldErrors Length(string field, string? value, int maxLength) =>
        That(value is null || value.Trim().Length <= maxLength, field, TooLong(maxLength));

    /// <summary>
    /// Accepts a text of at most the given length, including surrounding white space.
    /// </summary>
    public FieldErrors WholeLength(string field, string? value, int maxLength) =>
        That(value is null || value.Length <= maxLength, field, TooLong(maxLength));

    /// <summary>Adds the errors of a part.</summary>
    /// <param name="prefix">Path of the part, e.g. <c>items[3].</c></param>
    public FieldErrors Add(string prefix, FieldErrors part)
    {
        foreach (var (field, rule) in part.Rules)
        {
            Check(prefix + field, rule);
        }

        return this;
    }

    /// <summary>Reads <c>limit</c> and <c>after</c>.</summary>
    public FieldErrors Paging(int? limit, string? after, out Paging paging)
    {
        Check("limit", Http.Paging.CheckLimit(limit));
        Check("after", Http.Paging.CheckAfter(after, out var cursor));
        paging = new(limit ?? Http.Paging.Default, cursor);
        return this;
    }

    private static string TooLong(int maxLength) =>
        string.Create(CultureInfo.InvariantCulture, $"must be at most {maxLength} characters long");
}
