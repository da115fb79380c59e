using System.ComponentModel.DataAnnotations;

namespace Pir.IncidentIntake;

/// <summary>Configuration section <c>Intake</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>
    /// Largest part of a webhook's body that is kept and read, in bytes; the rest is dropped.
    /// </summary>
    [Range(1_000, 10 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How long a webhook's body may take to arrive.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Most deliveries that may wait for their commit; beyond it, senders are told to retry.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>Most bytes of bodies that may wait for their commit.</summary>
    [Range(1, int.MaxValue)]
    public int QueueBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Most alerts in one commit; the last body may exceed it.</summary>
    [Range(1, 10_000)]
    public int GroupAlerts { get; set; } = 1_000;

    /// <summary>How long the bodies of accepted deliveries are kept.</summary>
    public TimeSpan KeepDeliveries { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long deliveries that could not be read are kept.</summary>
    public TimeSpan KeepFailedDeliveries { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How many bodies of such deliveries are kept for each source, newest first. The other
    /// deliveries stay listed without their body.
    /// </summary>
    [Range(0, 1_000_000)]
    public int KeepFailedBodies { get; set; } = 500;

    /// <summary>How often overdue escalations are looked for.</summary>
    public TimeSpan EscalationCheckEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether a resolved incident is closed when its review is published or waived.
    /// </summary>
    public bool AutoClose { get; set; } = true;
}
