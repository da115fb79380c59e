using Pir.ActionTracking.Domain;
using Pir.Contracts.References;
using Pir.Contracts.Texts;

namespace Pir.ActionTracking.Features;

/// <summary>Finds actions by title or reference.</summary>
internal static class SearchActions
{
    /// <param name="text">
    /// Part of the title, <c>ACT-7</c> or <c>INC-42</c>; empty matches everything.
    /// </param>
    public static IQueryable<ActionItem> ByTitle(IQueryable<ActionItem> actions, string? text)
    {
        if (text.TrimmedOrNull() is not { } wanted)
        {
            return actions;
        }

        var number = Reference.ToAction(wanted)?.Number;
        var incident = Reference.ToIncident(wanted)?.Number;
#pragma warning disable CA1862, CA1304, CA1311, MA0011 // Translated to SQL.
        return actions.Where(a =>
            a.Number == number
            || (incident != null && a.IncidentNumber == incident)
            || a.Title.ToLower().Contains(wanted.ToLower())
        );
#pragma warning restore CA1862, CA1304, CA1311, MA0011
    }
}
