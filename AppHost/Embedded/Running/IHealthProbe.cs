namespace Aspire.Hosting.Running;

/// <summary>Asks a process whether it is ready for work.</summary>
internal interface IHealthProbe
{
    /// <summary>False if the process says no, does not answer or does not answer in time.</summary>
    Task<bool> IsHealthyAsync(CancellationToken cancellationToken);
}
