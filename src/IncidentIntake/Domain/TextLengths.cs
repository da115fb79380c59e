namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Longest texts kept, in characters. What comes in by webhook is cut to them; what a person sends
/// is refused beyond them.
/// </summary>
public static class TextLengths
{
    public const int Title = 300;
    public const int Name = 200;
    public const int Description = 4000;
    public const int Url = 2000;
    public const int Reason = 1000;

    /// <summary>
    /// Labels, or annotations, of one alert. Beyond it the longest values are cut; the journal has
    /// them whole.
    /// </summary>
    public const int Labels = 64_000;

    /// <summary>What is said about how an incident's alerts were read.</summary>
    public const int Notices = 4000;
}
