using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain.Engaging;

/// <summary>What applies where no engagement rule does. There is one row.</summary>
public sealed class EngagementSettings : IAggregate
{
    public static readonly Guid OnlyId = new("01900000-0000-7000-8000-00000000e5e7");

    public Guid Id { get; init; } = OnlyId;
    public string? DefaultTeam { get; private set; }
    public int Version { get; set; } = 1;

    public Decision Change(string? defaultTeam)
    {
        var wanted = defaultTeam.TrimmedOrNull();
        if (wanted == DefaultTeam)
        {
            return Decision.Nothing;
        }

        DefaultTeam = wanted;
        return Decision.Changed();
    }
}
