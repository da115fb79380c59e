using System.Text.Json;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>The fields of an alert by name, as conditions and grouping keys read them.</summary>
internal sealed class AlertView(SourceSettings source, IncomingAlert alert)
{
    public const string Labels = "labels.";

    /// <summary>Names that are not labels, in the order in which a form offers them.</summary>
    public static readonly IReadOnlyList<string> OwnFields =
    [
        "source",
        "severity",
        "service",
        "team",
        "environment",
        "title",
        "description",
        "key",
    ];

    private Dictionary<string, string>? _labels;
    private Dictionary<string, string>? _annotations;

    /// <summary>The rule whose service, team and severity count from now on.</summary>
    public AlertRule? Routed { get; set; }

    /// <summary>The service, team and environment of an incident of its own.</summary>
    public IncidentContext Context =>
        Routed is null
            ? alert.Context.Or(source.Context)
            : new IncidentContext { Service = Routed.Service, Team = Routed.Team }
                .Or(alert.Context)
                .Or(source.Context);

    private Severity Severity => Routed?.Severity ?? source.SeverityOf(alert);

    /// <summary>Empty for a missing field.</summary>
    public string Value(string field)
    {
        var text = field.ToLowerInvariant() switch
        {
            "source" => source.Name,
            "severity" => Severity.ToWord(),
            "service" => Context.Service,
            "team" => Context.Team,
            "environment" => Context.Environment,
            "title" => alert.Title,
            "description" => alert.Description,
            "key" => alert.Fingerprint,
            _ when field.StartsWith(Labels, StringComparison.OrdinalIgnoreCase) => Label(
                field[Labels.Length..]
            ),
            _ => Label(field) ?? Annotation(field),
        };
        return text ?? "";
    }

    private string? Label(string name) => (_labels ??= Read(alert.Labels)).GetValueOrDefault(name);

    private string? Annotation(string name) =>
        (_annotations ??= Read(alert.Annotations)).GetValueOrDefault(name);

    private static Dictionary<string, string> Read(string? json)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (json is null)
        {
            return values;
        }

        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                values[member.Name] = member.Value.ToString();
            }
        }

        return values;
    }
}
