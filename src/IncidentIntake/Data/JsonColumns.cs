using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Data;

/// <summary>
/// Roles as JSON; null for none, which is what most incidents have during an alert storm.
/// </summary>
#pragma warning disable EF1001 // convertsNulls: an absent list is an empty one.
internal sealed class RolesConverter()
    : ValueConverter<IReadOnlyList<RoleAssignment>, string?>(
        roles => roles.Count == 0 ? null : JsonSerializer.Serialize(roles, EventJson.Options),
        text =>
            text == null
                ? Array.Empty<RoleAssignment>()
                : JsonSerializer.Deserialize<RoleAssignment[]>(text, EventJson.Options)!,
        convertsNulls: true
    );
#pragma warning restore EF1001

internal sealed class RolesComparer()
    : ValueComparer<IReadOnlyList<RoleAssignment>>(
        (a, b) => a!.SequenceEqual(b!),
        roles => roles.Count,
        roles => roles
    );

/// <summary>A list as JSON.</summary>
internal sealed class JsonListConverter<T>()
    : ValueConverter<IReadOnlyList<T>, string>(
        list => JsonSerializer.Serialize(list, EventJson.Options),
        text => JsonSerializer.Deserialize<T[]>(text, EventJson.Options)!
    );

internal sealed class JsonListComparer<T>()
    : ValueComparer<IReadOnlyList<T>>(
        (a, b) => a!.SequenceEqual(b!),
        list => list.Count,
        list => list
    );

internal sealed class ScenarioConverter()
    : ValueConverter<DrillScenario, string>(
        scenario => JsonSerializer.Serialize(scenario, EventJson.Options),
        text => JsonSerializer.Deserialize<DrillScenario>(text, EventJson.Options)!
    );

internal sealed class ImpactConverter()
    : ValueConverter<Impact, string>(
        impact => JsonSerializer.Serialize(impact, EventJson.Options),
        text => JsonSerializer.Deserialize<Impact>(text, EventJson.Options)!
    );
