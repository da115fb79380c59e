namespace Pir.ActionTracking;

/// <summary>Configuration section <c>ActionTracking</c>.</summary>
public sealed class ActionTrackingOptions
{
    /// <summary>How often the service checks for overdue actions.</summary>
    public TimeSpan OverdueCheck { get; set; } = TimeSpan.FromMinutes(1);
}
