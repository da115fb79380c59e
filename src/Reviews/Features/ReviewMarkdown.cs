using System.Globalization;
using System.Text;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Reviews.Features;

/// <summary>A published revision as one Markdown document.</summary>
internal static class ReviewMarkdown
{
    private static readonly (string Word, string Text)[] Questions =
    [
        ("detect", "Could we have detected it sooner?"),
        ("diagnose", "Could we have diagnosed it faster?"),
        ("resolve", "What would have helped us resolve it faster?"),
        ("actions", "Which specific actions should we take?"),
        ("luck", "Where did we get lucky?"),
        ("learned", "What did we learn about how the system behaves?"),
        ("prevent", "How could it have been prevented?"),
        ("well", "What went well?"),
    ];

    public static string Of(RevisionResponse revision)
    {
        var text = new StringBuilder();
        Line(text, $"# {Plain(revision.Title)}");
        Line(text, revision.Summary);
        Facts(text, revision);
        Impact(text, revision.Impact);
        List(
            text,
            "Contributing factors",
            revision.Factors.Select(f => Item(f.Title, Word(f.Category), f.Description))
        );
        Findings(text, revision.Findings);
        List(
            text,
            "Actions",
            revision.Actions.Select(a => Item(a.Title, Word(a.Type), a.Description))
        );
        if (!string.IsNullOrWhiteSpace(revision.Notes))
        {
            Line(text, "## Notes");
            Line(text, revision.Notes);
        }

        return text.ToString();
    }

    private static void Facts(StringBuilder text, RevisionResponse revision)
    {
        (string Name, string? Value)[] facts =
        [
            ("Incident", revision.IncidentReference + (revision.IsDrill ? " (drill)" : "")),
            ("Severity", Word(revision.Severity).ToUpperInvariant()),
            ("Service", revision.Service),
            ("Team", revision.Team),
            ("Impact started", Time(revision.ImpactStartedAt)),
            ("Detected", Time(revision.DetectedAt)),
            ("Acknowledged", Time(revision.AcknowledgedAt)),
            ("Mitigated", Time(revision.MitigatedAt)),
            ("Resolved", Time(revision.ResolvedAt)),
            ("Revision", $"{revision.Revision}, published {Time(revision.PublishedAt)}"),
        ];
        var known = facts.Where(f => !string.IsNullOrEmpty(f.Value)).ToList();
        Line(
            text,
            "| | |\n|---|---|\n"
                + string.Join('\n', known.Select(f => $"| {f.Name} | {Plain(f.Value!)} |"))
        );
    }

    private static void Impact(StringBuilder text, Impact? impact)
    {
        if (impact is null)
        {
            return;
        }

        (string Name, string? Value)[] parts =
        [
            ("Customers", impact.Customers),
            ("Operations", impact.Operations),
            ("Availability", impact.Availability),
            (
                "Customers affected",
                impact.CustomersAffected?.ToString(CultureInfo.InvariantCulture)
            ),
            ("Reported by", impact.CustomersReported?.ToString(CultureInfo.InvariantCulture)),
            (
                "Visible for",
                impact.VisibleMinutes is { } minutes
                    ? string.Create(CultureInfo.InvariantCulture, $"{minutes} min")
                    : null
            ),
            .. impact.Metrics.Select(m => (m.Name, Metric(m))),
        ];
        List(
            text,
            "Impact",
            parts
                .Where(p => !string.IsNullOrWhiteSpace(p.Value))
                .Select(p => $"- **{p.Name}:** {Plain(p.Value!)}")
        );
    }

    private static string? Metric(BusinessMetric metric)
    {
        var unit = metric.Unit is null ? "" : " " + metric.Unit;
        return metric is { Observed: { } during, Baseline: { } usual }
                ? string.Create(CultureInfo.InvariantCulture, $"{during}{unit} instead of {usual}")
            : metric.Observed is { } only
                ? string.Create(CultureInfo.InvariantCulture, $"{only}{unit}")
            : null;
    }

    private static void Findings(StringBuilder text, IReadOnlyList<Finding> findings)
    {
        foreach (var (word, question) in Questions)
        {
            List(text, question, Items(findings.Where(f => f.Question == word)));
        }

        List(text, "What went well", Items(findings.Where(f => f.Kind == FindingKind.WentWell)));
        List(text, "What went wrong", Items(findings.Where(f => f.Kind == FindingKind.WentWrong)));
        List(text, "Where we got lucky", Items(findings.Where(f => f.Kind == FindingKind.Luck)));
        List(text, "What we learned", Items(findings.Where(f => f.Kind == FindingKind.Learning)));
    }

    private static IEnumerable<string> Items(IEnumerable<Finding> findings) =>
        findings.Select(f => "- " + Plain(f.Text));

    private static string Item(string title, string kind, string? description) =>
        $"- **{Plain(title)}** ({kind})"
        + (string.IsNullOrWhiteSpace(description) ? "" : ": " + Plain(description));

    private static void List(StringBuilder text, string title, IEnumerable<string> items)
    {
        var lines = items.ToList();
        if (lines.Count > 0)
        {
            Line(text, "## " + title);
            Line(text, string.Join('\n', lines));
        }
    }

    private static void Line(StringBuilder text, string line) =>
        text.Append(line.Trim()).Append("\n\n");

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string? Time(DateTime? time) =>
        time?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>On one line, with Markdown syntax escaped.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '~')
            {
                plain.Append('\\');
            }

            plain.Append(c);
        }

        return plain.ToString();
    }
}
