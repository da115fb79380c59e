using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ServiceDefaults.Http;

namespace Pir.Intake.Features;

/// <summary>
/// Collects what is wrong with a request, field by field, so that the caller hears of everything at
/// once.
/// </summary>
internal sealed class FieldCheck
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <summary>The refusal, or null when all is well.</summary>
    public ProblemHttpResult? Problem => _errors.Count == 0 ? null : Problems.Validation(_errors);

    public FieldCheck Required(string field, string? value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            _errors[field] = ["is required."];
        }

        return Text(field, value, maxLength);
    }

    public FieldCheck Text(string field, string? value, int maxLength)
    {
        if (value?.Length > maxLength)
        {
            _errors[field] = [$"must be at most {maxLength} characters long."];
        }

        return this;
    }

    public FieldCheck That(bool holds, string field, string rule)
    {
        if (!holds)
        {
            _errors[field] = [rule];
        }

        return this;
    }
}
