using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain;

/// <summary>What a severity means in this organization. There is one for each.</summary>
public sealed class SeverityDefinition : IAggregate
{
    public const int LongestLabel = 60;

    public Guid Id { get; init; }
    public Severity Severity { get; init; }
    public string Label { get; private set; } = "";
    public string? Description { get; private set; }
    public string? Examples { get; private set; }
    public int Version { get; set; } = 1;

    /// <summary>The definitions that a new installation begins with.</summary>
    public static IReadOnlyList<SeverityDefinition> Defaults { get; } =
    [
        Of(Severity.Sev1, "Critical", "Customers cannot work."),
        Of(Severity.Sev2, "Major", "Much is broken, or many customers are affected."),
        Of(Severity.Sev3, "Moderate", "Something is broken, and there is a way around it."),
        Of(Severity.Sev4, "Minor", "Little is affected."),
        Of(Severity.Sev5, "Informational", "Nobody is affected."),
    ];

    /// <summary>The id of a severity's only definition.</summary>
    public static Guid IdOf(Severity severity) =>
        new(0x01900000, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0x5e, (byte)severity]);

    public Decision Change(PutSeverityRequest wanted)
    {
        var before = (Label, Description, Examples);
        Label = wanted.Label!.Trim();
        Description = wanted.Description.TrimmedOrNull();
        Examples = wanted.Examples.TrimmedOrNull();
        return before == (Label, Description, Examples) ? Decision.Nothing : Decision.Changed();
    }

    public SeverityDefinitionResponse ToResponse() =>
        new(Severity, Label, Description, Examples, Version);

    private static SeverityDefinition Of(Severity severity, string label, string description) =>
        new()
        {
            Id = IdOf(severity),
            Severity = severity,
            Label = label,
            Description = description,
        };
}
