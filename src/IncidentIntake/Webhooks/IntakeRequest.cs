using System.Buffers;
using System.Threading.Tasks.Sources;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>A unit of work for the writer.</summary>
public abstract class WriterWork;

/// <summary>
/// An action that runs alone between two groups, e.g. a person's change to an incident.
/// </summary>
public sealed class WriterCommand(Func<CancellationToken, Task> run) : WriterWork
{
    public Func<CancellationToken, Task> Run => run;
    public TaskCompletionSource Done { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The outcome of a delivery.</summary>
public enum IntakeOutcome
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>The database does not accept it right now; the sender must retry.</summary>
    Unavailable,
}

/// <summary>
/// One delivery that waits for its commit. Awaitable without an allocation per request; pooled by
/// <see cref="GroupCommitWriter"/>.
/// </summary>
public sealed class IntakeRequest : WriterWork, IValueTaskSource<IntakeOutcome>
{
    private ManualResetValueTaskSourceCore<IntakeOutcome> _completion;
    private byte[] _buffer = [];

    public SourceSettings Source { get; set; } = null!;

    /// <summary>
    /// What could be read. Replaced by an error without alerts if the alerts cannot be stored.
    /// </summary>
    public IncomingBody Body { get; set; } = null!;
    public ReadOnlyMemory<byte> Raw { get; private set; }
    public string? ContentType { get; set; }
    public DateTime ReceivedAt { get; set; }
    public string? TraceParent { get; set; }

    /// <summary>Set if this is a replay of a stored delivery.</summary>
    public Guid? ReplayOf { get; set; }

    /// <summary>
    /// Whether it was received while its source was off, so that it is read for the first time.
    /// </summary>
    public bool IsFirstReading { get; set; }

    /// <summary>
    /// The audit entry to write in the same commit, if a person sent it and not a tool.
    /// </summary>
    public AuditLine? Audit { get; set; }

    /// <summary>
    /// Whether it shows that its tool's deliveries can be read: not for our own test or a replay.
    /// </summary>
    public bool ShowsThatItsSourceWorks => !Source.IsTest && ReplayOf is null && Body.Error is null;

    /// <summary>
    /// Whether it shows that its tool's deliveries cannot be read completely. It then counts as a
    /// failed delivery.
    /// </summary>
    public bool ShowsThatItsSourceFails =>
        ReplayOf is null && Body.Error is { Code: not BodyError.SourceDisabled };

    /// <summary>For the response: the delivery's id, accepted and ignored alerts.</summary>
    public Guid DeliveryId { get; set; }
    public int Accepted { get; set; }
    public int Ignored { get; set; }

    /// <summary>The outcome of each alert of the body.</summary>
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

    /// <summary>Sets how much of the buffer is the body.</summary>
    public void SetLength(int length) => Raw = _buffer.AsMemory(0, length);

    /// <summary>Continues the request on this thread.</summary>
    public void Complete(IntakeOutcome outcome) => _completion.SetResult(outcome);

    /// <summary>
    /// Resets it for the next delivery and returns large buffers to the pool.
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
