namespace Pir.Contracts.Events;

/// <summary>Who caused an event.</summary>
/// <param name="Kind">
/// <c>user</c>, <c>token</c>, <c>source</c> (a monitoring tool) or <c>system</c>.
/// </param>
/// <param name="Id">Stable id within the kind.</param>
/// <param name="Name">Display name at the time of the event.</param>
public sealed record Actor(string Kind, string Id, string Name)
{
    public static Actor System { get; } = new("system", "system", "PIR Platform");
}
