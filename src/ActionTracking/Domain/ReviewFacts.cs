namespace Pir.Actions.Domain;

/// <summary>Which incident a review is about.</summary>
public sealed class ReviewFacts
{
    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
}
