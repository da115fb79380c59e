namespace Pir.Contracts.Incidents;

/// <summary>Severity; SEV1 is the worst. In JSON <c>sev1</c> … <c>sev5</c>.</summary>
public enum Severity
{
    Sev1 = 1,
    Sev2 = 2,
    Sev3 = 3,
    Sev4 = 4,
    Sev5 = 5,
}
