using Microsoft.AspNetCore.Http;

namespace Pir.Web.Shared.Forms;

/// <summary>
/// A refused form: what the user typed, and why it was refused. The page shows both.
/// </summary>
/// <param name="Form">Name of the form on its page.</param>
public sealed record Refusal(string Form, IFormCollection Typed, ApiProblem Problem)
{
    /// <summary>Somebody else changed the same thing in the meantime.</summary>
    public bool IsClash => Problem.Status == 412 || Problem == ApiProblem.Clash;

    public string? Value(string field) =>
        Typed.TryGetValue(field, out var value) ? value.ToString() : null;

    /// <summary>
    /// The rules that a field broke. The API may name a part of it (<c>person.name</c>,
    /// <c>events[0]</c>, <c>filter.teams</c>).
    /// </summary>
    public string? Error(string field)
    {
        var texts = Problem
            .Errors.Where(e => FieldOf(e.Key).Equals(field, StringComparison.OrdinalIgnoreCase))
            .SelectMany(e => e.Value)
            .ToList();
        return texts.Count == 0 ? null : Sentence(string.Join(" ", texts));
    }

    /// <summary>Errors that belong to no field of the form.</summary>
    public IEnumerable<string> Others(IReadOnlySet<string> fields) =>
        Problem.Errors.Count == 0
            ? [Problem.Sentence]
            : Problem
                .Errors.Where(e => !fields.Contains(FieldOf(e.Key)))
                .SelectMany(e => e.Value.Select(v => $"{Words.Field(FieldOf(e.Key))} {v}"));

    private static string FieldOf(string key)
    {
        var name = key.StartsWith("filter.", StringComparison.Ordinal)
            ? key["filter.".Length..]
            : key;
        return name.Split('.', '[')[0];
    }

    private static string Sentence(string rule) =>
        rule.Length == 0 ? rule : char.ToUpperInvariant(rule[0]) + rule[1..];
}
