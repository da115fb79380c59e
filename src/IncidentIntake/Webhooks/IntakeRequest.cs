using System.Buffers;
using System.Threading.Tasks.Sources;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>Something for the writer to do.</summary>
public abstract class WriterWork;

/// <summary>
/// Runs between two groups, alone: the one writer is also the one who changes incidents on request.
/// </summary>
public sealed class WriterCommand(Func<CancellationToken, Task> run) : WriterWork
{
    public Func<CancellationToken, Task> Run => run;
    public TaskCompletionSource Done { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>How a delivery fared.</summary>
public enum IntakeOutcome
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>The database does not take it at present; the sender is to come back.</summary>
    Unavailable,
}

/// <summary>
/// One delivery waiting for its commit. Awaitable without an allocation per request; pooled by
/// <see cref="GroupCommitWriter"/>.
/// </summary>
public sealed class IntakeRequest : WriterWork, IValueTaskSource<IntakeOutcome>
{
    private ManualResetValueTaskSourceCore<IntakeOutcome> _completion;
    private byte[] _buffer = [];

    public SourceSettings Source { get; set; } = null!;

    /// <summary>
    /// What could be read of it. Set to none, with an error, when its alerts turn out not to be
    /// storable.
    /// </summary>
    public IncomingBody Body { get; set; } = null!;
    public ReadOnlyMemory<byte> Raw { get; private set; }
    public string? ContentType { get; set; }
    public DateTime ReceivedAt { get; set; }
    public string? TraceParent { get; set; }

    /// <summary>Set when a stored delivery is tried again.</summary>
    public Guid? ReplayOf { get; set; }

    /// <summary>
    /// Whether it came while its source was off, so that this is its first reading.
    /// </summary>
    public bool IsFirstReading { get; set; }

    /// <summary>
    /// Where somebody sent it, and no tool, their line in the audit log, for the same commit.
    /// </summary>
    public AuditLine? Audit { get; set; }

    /// <summary>
    /// Whether it shows that all of what its tool sends can be read: not our own test, and not a
    /// replay.
    /// </summary>
    public bool ShowsThatItsSourceWorks => !Source.IsTest && ReplayOf is null && Body.Error is null;

    /// <summary>
    /// Whether it shows that what its tool sends cannot be read, or not all of it: the same that
    /// makes a failed delivery of it.
    /// </summary>
    public bool ShowsThatItsSourceFails =>
        ReplayOf is null && Body.Error is { Code: not BodyError.SourceDisabled };

    /// <summary>Answer: id of the delivery, alerts that counted and alerts that did not.</summary>
    public Guid DeliveryId { get; set; }
    public int Accepted { get; set; }
    public int Ignored { get; set; }

    /// <summary>What became of each alert of the body.</summary>
    public List<AlertResult> Results { get; } = [];

    public ValueTask<IntakeOutcome> Completion => new(this, _completion.Version);

    /// <summary>
    /// A buffer of at least this size for the body; the first <paramref name="kept"/> bytes of the
    /// last one are kept.
    /// </summary>
    public byte[] Buffer(int size, int kept)
    {
        if (_buffer.Length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            _buffer.AsSpan(0, kept).CopyTo(larger);
            Return();
            _buffer = larger;
        }

        return _buffer;
    }

    /// <summary>Says how much of the buffer is body.</summary>
    public void SetLength(int length) => Raw = _buffer.AsMemory(0, length);

    /// <summary>Goes on with the request on this thread.</summary>
    public void Complete(IntakeOutcome outcome) => _completion.SetResult(outcome);

    /// <summary>
    /// Makes it ready for the next delivery; large buffers go back to where they came from.
    /// </summary>
    public void Reset()
    {
        _completion.Reset();
        if (_buffer.Length > 64 * 1024)
        {
            Return();
            _buffer = [];
        }

        Source = null!;
        Body = null!;
        Raw = default;
        ReplayOf = null;
        IsFirstReading = false;
        Audit = null;
        ContentType = null;
        TraceParent = null;
        DeliveryId = default;
        Accepted = 0;
        Ignored = 0;
        Results.Clear();
    }

    IntakeOutcome IValueTaskSource<IntakeOutcome>.GetResult(short token) =>
        _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<IntakeOutcome>.GetStatus(short token) =>
        _completion.GetStatus(token);

    void IValueTaskSource<IntakeOutcome>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _completion.OnCompleted(continuation, state, token, flags);

    private void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}
