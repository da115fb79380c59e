namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Longest texts stored, in characters. Longer texts from a webhook are cut; longer texts from a
/// person are refused.
/// </summary>
public static class TextLengths
{
    public const int Title = 300;
    public const int Name = 200;
    public const int Description = 4000;
    public const int Url = 2000;
    public const int Reason = 1000;

    /// <summary>
    /// All labels, or all annotations, of one alert. Beyond it the longest values are cut; the
    /// journal keeps them complete.
    /// </summary>
    public const int Labels = 64_000;

    /// <summary>All notices about an incident's alerts.</summary>
    public const int Notices = 4000;
}
