using Pir.Contracts.Reviews;

namespace Pir.Reviews.Domain;

/// <summary>A finding: an answer, a learning, luck, or what went well or wrong.</summary>
public sealed class ReviewFinding
{
    public required Guid Id { get; init; }
    public required int Position { get; init; }
    public required FindingKind Kind { get; set; }

    /// <summary>One of <see cref="Questions"/>; only for answers.</summary>
    public string? Question { get; set; }
    public required string Text { get; set; }

    /// <summary>It was taken from the notes.</summary>
    public bool IsFromNotes { get; init; }

    /// <inheritdoc cref="ReviewFactor.ChangedIn"/>
    public int ChangedIn { get; set; }

    public Finding ToFinding() => new(Id, Kind, Question, Text);
}
