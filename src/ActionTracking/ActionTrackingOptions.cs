namespace Pir.ActionTracking;

/// <summary>Configuration section <c>ActionTracking</c>.</summary>
public sealed class ActionTrackingOptions
{
    /// <summary>Pause between looks for actions whose due date has passed.</summary>
    public TimeSpan OverdueCheck { get; set; } = TimeSpan.FromMinutes(1);
}
