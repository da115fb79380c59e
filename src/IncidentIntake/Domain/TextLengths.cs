namespace Pir.Intake.Domain;

/// <summary>Longest texts kept, in characters. What comes in by webhook is cut to them; what a person sends is refused beyond them.</summary>
public static class TextLengths
{
    public const int Title = 300;
    public const int Name = 200;
    public const int Description = 4000;
    public const int Url = 2000;
    public const int Reason = 1000;

    /// <summary>Labels beyond this are not kept with the alert; the journal has them.</summary>
    public const int Labels = 16_000;
}
