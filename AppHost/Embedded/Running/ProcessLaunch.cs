namespace Aspire.Hosting.Running;

/// <summary>A program ready to be started. A variable whose value is null is taken out of the inherited environment.</summary>
internal sealed record ProcessLaunch(
    string Program,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string?> Environment
);
