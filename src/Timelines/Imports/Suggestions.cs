using System.Text.RegularExpressions;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Imports;

/// <summary>
/// Finds decisions and actions among messages by their words. A suggestion only: people choose.
/// </summary>
internal static partial class Suggestions
{
    internal static (TimelineEntryKind Kind, bool IsSuggested) Of(string text) =>
        Decision().IsMatch(text) ? (TimelineEntryKind.Decision, true)
        : Change().IsMatch(text) ? (TimelineEntryKind.Change, true)
        : Action().IsMatch(text) ? (TimelineEntryKind.Action, true)
        : (TimelineEntryKind.Communication, false);

    [GeneratedRegex(
        @"\b(?:decided|decision|agreed|let'?s|we(?:'ll| will| should| are going to)"
            + @"|go(?:ing)? ahead|approved?|call it|declar(?:e|ed|ing))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Decision();

    [GeneratedRegex(
        @"\b(?:deploy(?:ed|ing)|roll(?:ed|ing) (?:back|out|forward)|revert(?:ed|ing)"
            + @"|releas(?:ed|ing)|merg(?:ed|ing)|scal(?:ed|ing)|migrat(?:ed|ing)|rollout undo)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Change();

    [GeneratedRegex(
        @"\b(?:restart(?:ed|ing)?|reboot(?:ed|ing)|fail(?:ed|ing) over|drain(?:ed|ing)"
            + @"|kill(?:ed|ing)|disabl(?:ed|ing)|enabl(?:ed|ing)|block(?:ed|ing)|paged|paging"
            + @"|escalat(?:ed|ing)|call(?:ed|ing)|increas(?:ed|ing)|purg(?:ed|ing)|flush(?:ed|ing)"
            + @"|switch(?:ed|ing)|turn(?:ed|ing) (?:on|off)|fix(?:ed|ing)|patch(?:ed|ing))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Action();
}
