using System.Globalization;
using Pir.Intake.Domain;

namespace Pir.Intake.Features.Incidents;

/// <summary>How a path names an incident: its id, <c>INC-42</c> or <c>42</c>.</summary>
internal sealed record IncidentRef(Guid? Id, int? Number)
{
    private const string Prefix = "INC-";

    public static IncidentRef Parse(string text)
    {
        if (Guid.TryParse(text, out var id))
        {
            return new(id, null);
        }

        var digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? text[Prefix.Length..]
            : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(null, number)
            : new(null, null);
    }

    /// <summary>The one it names, or none.</summary>
    public IQueryable<Incident> In(IQueryable<Incident> incidents)
    {
        var (id, number) = (Id, Number);
        return id is not null
            ? incidents.Where(i => i.Id == id)
            : incidents.Where(i => i.Number == number);
    }
}
