namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    /// <summary>The assembly that declares the application; the entry assembly unless set.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder relative paths start from; the AppHost's project folder unless set.</summary>
    public string? ProjectDirectory { get; set; }

    public bool DisableDashboard { get; set; }
}
