namespace Pir.Contracts.Incidents;

/// <summary>
/// What a drill is to find out, and what it found. Each text is null until somebody writes it.
/// </summary>
/// <param name="Hypothesis">What is expected to happen.</param>
/// <param name="Fault">The fault that is caused.</param>
/// <param name="Steps">What is done, one step a line.</param>
/// <param name="AbortCondition">When the drill is stopped.</param>
/// <param name="ExpectedRecovery">How the system is expected to recover.</param>
/// <param name="ExpectedMinutes">In how many minutes: the recovery time objective.</param>
/// <param name="ExpectedLossMinutes">
/// How many minutes of data may be lost: the recovery point objective.
/// </param>
/// <param name="ActualRecovery">How it recovered.</param>
/// <param name="ActualLossMinutes">How many minutes of data were lost.</param>
public sealed record DrillScenario(
    string? Hypothesis = null,
    string? Fault = null,
    string? Steps = null,
    string? AbortCondition = null,
    string? ExpectedRecovery = null,
    int? ExpectedMinutes = null,
    int? ExpectedLossMinutes = null,
    string? ActualRecovery = null,
    int? ActualLossMinutes = null
);
