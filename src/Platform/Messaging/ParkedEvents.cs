using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>Retries a service's parked events without knowing its database type.</summary>
/// <param name="Retry">True: handled and deleted. False: failed again. Null: no such event.</param>
public sealed record ParkedEvents(string Service, RetryParked Retry);

/// <summary>Retries a parked event.</summary>
/// <param name="also">Adds to the same commit.</param>
public delegate Task<bool?> RetryParked(
    Guid id,
    Action<PirDbContext> also,
    CancellationToken cancellationToken
);
