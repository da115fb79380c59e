using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq.Expressions;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>An incident as callers name it: by id, as <c>INC-42</c> or as <c>42</c>.</summary>
internal sealed record IncidentReference(Guid? Id, int? Number)
{
    public const string Rule = "must be an incident's id or its number, e.g. INC-42";

    public static bool TryParse(string? text, [NotNullWhen(true)] out IncidentReference? reference)
    {
        reference = null;
        var trimmed = text?.Trim() ?? "";
        if (Guid.TryParse(trimmed, out var id))
        {
            reference = new(id, null);
            return true;
        }

        var digits = trimmed.StartsWith("INC-", StringComparison.OrdinalIgnoreCase)
            ? trimmed[4..]
            : trimmed;
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        reference = new(null, number);
        return true;
    }

    public Expression<Func<IncidentFacts, bool>> Matches()
    {
        var (id, number) = this;
        return id is null ? i => i.Number == number : i => i.Id == id;
    }

    public override string ToString() => Id?.ToString() ?? "INC-" + Number;
}
