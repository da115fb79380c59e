using System.Globalization;
using Pir.Contracts.References;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>What rules and silences did with the alerts of a delivery, in sentences.</summary>
internal static class RuleDecisions
{
    private const int MostSentences = 20;

    /// <summary>Call after new incidents have their numbers.</summary>
    public static IReadOnlyList<string> Of(IntakeRequest delivery)
    {
        List<AlertResult>? ruled = null;
        foreach (var result in delivery.Results)
        {
            if (result.By is not null)
            {
                (ruled ??= []).Add(result);
            }
        }

        return ruled is null
            ? []
            :
            [
                .. ruled
                    .GroupBy(r => (r.Outcome, r.By, r.Incident?.Number))
                    .Select(g => Sentence(g.First(), g.Count()))
                    .Take(MostSentences),
            ];
    }

    private static string Sentence(AlertResult result, int count)
    {
        var by = result.By!;
        var alerts =
            count == 1 ? "1 alert" : string.Create(CultureInfo.InvariantCulture, $"{count} alerts");
        var incident = result.Incident is { } its ? Reference.OfIncident(its.Number) : "";
        return result.Outcome switch
        {
            AlertOutcome.Suppressed =>
                $"The silence {Quoted(by.Silence!.Reason)} suppressed {alerts}.",
            AlertOutcome.Waiting => $"The rule {Quoted(by.Rule!.Name)} keeps {alerts} waiting.",
            AlertOutcome.Ignored => $"The rule {Quoted(by.Rule!.Name)} ignored {alerts}.",
            AlertOutcome.Opened =>
                $"The rule {Quoted(by.Rule!.Name)} opened {incident} for {alerts}.",
            _ => $"The rule {Quoted(by.Rule!.Name)} added {alerts} to {incident}.",
        };
    }

    private static string Quoted(string name) => $"“{Words.OneLine(name).CutTo(200).Isolated()}”";
}
