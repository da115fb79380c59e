using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The deliveries of one group by outcome; each gets its id here.
/// </summary>
internal sealed class GroupDeliveries
{
    private readonly Guid _id = DeliveryJournal.NewGroupId();
    private readonly IReadOnlyList<IntakeRequest> _group;
    private readonly List<IntakeRequest> _accepted;

    /// <param name="group">Planned already.</param>
    public GroupDeliveries(IReadOnlyList<IntakeRequest> group)
    {
        _group = group;
        _accepted = new(group.Count);
        foreach (var request in group)
        {
            if (request.ReplayOf is { } original)
            {
                request.DeliveryId = original;
                if (request.Body.Error is null)
                {
                    Replayed.Add(request);
                }
                else if (request.IsFirstReading)
                {
                    PartlyRead.Add(request);
                }
            }
            else if (request.Body.Error is { } error)
            {
                request.DeliveryId = Guid.CreateVersion7();
                Failed.Add(Row(request, error.Code));
            }
            else
            {
                request.DeliveryId = DeliveryJournal.DeliveryId(_id, _accepted.Count);
                _accepted.Add(request);
            }
        }
    }

    public List<FailedDelivery> Failed { get; } = [];

    /// <summary>Failed deliveries that now succeed.</summary>
    public List<IntakeRequest> Replayed { get; } = [];

    /// <summary>
    /// Deliveries received while their source was off that turn out to be incomplete.
    /// </summary>
    public List<IntakeRequest> PartlyRead { get; } = [];

    /// <summary>
    /// Sources with a delivery in this group that could not be read completely.
    /// </summary>
    public IReadOnlyCollection<Guid> Unread =>
        Failed.Count == 0
            ? []
            :
            [
                .. _group
                    .Where(r => r.ShowsThatItsSourceFails)
                    .Select(r => r.Source.Id)
                    .Except(_group.Where(r => r.ShowsThatItsSourceWorks).Select(r => r.Source.Id)),
            ];

    /// <summary>Sources whose failed deliveries succeed now.</summary>
    public IReadOnlyCollection<Guid> Mended => [.. Replayed.Select(r => r.Source.Id).Distinct()];

    /// <summary>The journal's row; null if nothing was accepted.</summary>
    public DeliveryGroup? Pack(DeliveryJournal journal) =>
        _accepted.Count > 0 ? journal.Pack(_id, _accepted) : null;

    /// <summary>
    /// The error of a body, followed by its notices as far as they fit.
    /// </summary>
    public static string DetailOf(IntakeRequest request) =>
        JsonText.Cut(
            string.Join(
                ' ',
                request
                    .Body.ForDelivery()
                    .Prepend(request.Body.Error!.Detail)
                    .Concat(RuleDecisions.Of(request))
                    .Select(Words.OneLine)
            ),
            FailedDelivery.DetailLength
        );

    private static FailedDelivery Row(IntakeRequest request, string code) =>
        new()
        {
            Id = request.DeliveryId,
            SourceId = request.Source.Id,
            Kind = request.Source.Kind,
            Status = WebhookDeliveryStatus.Failed,
            ReceivedAt = request.ReceivedAt,
            ContentType = request.ContentType,
            Size = request.Raw.Length,
            Body = PackedBody.Pack(request.Raw.Span),
            ErrorCode = code,
            ErrorDetail = DetailOf(request),
            Accepted = request.Accepted,
            Ignored = request.Ignored,
        };
}
