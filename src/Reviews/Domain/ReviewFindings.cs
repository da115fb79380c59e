using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;

namespace Pir.Reviews.Domain;

/// <content>Findings, and which questions are covered.</content>
public sealed partial class Review
{
    private readonly List<ReviewFinding> _findings = [];

    public IReadOnlyList<ReviewFinding> Findings => _findings;

    /// <summary>
    /// The <see cref="Questions"/> that the draft covers.
    /// </summary>
    public IReadOnlyList<string> TouchedQuestions =>
        Questions.TouchedBy(_findings.Select(f => (f.Kind, f.Question)), _actions.Count);

    public Decision AddFinding(Finding finding, bool isFromNotes, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_findings.Count >= MaxFindings)
        {
            return new Refusal.Conflict(
                "too-many",
                $"A review holds at most {MaxFindings} findings."
            );
        }

        _findings.Add(
            new()
            {
                Id = finding.Id,
                Position = Next(_findings.Select(f => f.Position)),
                Kind = finding.Kind,
                Question = finding.Question,
                Text = finding.Text,
                IsFromNotes = isFromNotes,
            }
        );
        Record(ReviewChangeKind.FindingAdded, finding.Text, stamp);
        return Decision.Changed();
    }

    /// <param name="seen">As for the notes.</param>
    public Decision ChangeFinding(Finding finding, int? seen, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_findings.Find(f => f.Id == finding.Id) is not { } found)
        {
            return new Refusal.UnknownPart("finding " + finding.Id);
        }

        if (IsStale(seen, found.ChangedIn))
        {
            return new Refusal.StalePart(found.ToFinding());
        }

        if (found.ToFinding() != finding)
        {
            (found.Kind, found.Question, found.Text) = (
                finding.Kind,
                finding.Question,
                finding.Text
            );
            found.ChangedIn = Version + 1;
            Record(ReviewChangeKind.FindingChanged, finding.Text, stamp);
        }

        return Decision.Changed();
    }

    public Decision RemoveFinding(Guid findingId, Stamp stamp)
    {
        if (RefuseWhenWaived() is { } refusal)
        {
            return refusal;
        }

        if (_findings.Find(f => f.Id == findingId) is not { } found)
        {
            return new Refusal.UnknownPart("finding " + findingId);
        }

        _findings.Remove(found);
        Record(ReviewChangeKind.FindingRemoved, found.Text, stamp);
        return Decision.Changed();
    }

    private List<Finding>? FindingsToPublish() =>
        _findings.Count == 0
            ? null
            : [.. _findings.OrderBy(f => f.Position).Select(f => f.ToFinding())];
}
