using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>
/// Writes timeline entries about what automation rules posted and whom they told.
/// </summary>
internal static class AutomationNarrator
{
    public static string Tell(IEvent fact) =>
        fact switch
        {
            IncidentLinkPosted e =>
                $"{Title(e.Text)}{e.Url} (automation rule \"{e.Rule.Isolated()}\")",
            IncidentNoticeRequested e =>
                $"{e.Notice.Audience.Isolated()} told by the automation rule "
                    + $"\"{e.Notice.Rule.Isolated()}\".{IncidentNarrator.After(e.Notice.Text)}",
            _ => "",
        };

    private static string Title(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : text.Trim().Isolated() + ": ";
}
