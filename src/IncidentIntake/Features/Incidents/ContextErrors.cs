using Pir.Contracts.Incidents;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ContextErrors
{
    /// <summary>Adds an error for each value that is too long.</summary>
    public static FieldErrors Context(this FieldErrors errors, IncidentContext context)
    {
        foreach (var field in IncidentContext.Fields)
        {
            errors.Length(field.Name, field.Of(context), IncidentContext.LongestValue);
        }

        return errors;
    }
}
