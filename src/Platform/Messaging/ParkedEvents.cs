using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Lets an operator have one service's parked event tried again, without knowing its database type.
/// </summary>
/// <param name="Retry">True: handled and gone. False: failed again. Null: no such event.</param>
public sealed record ParkedEvents(string Service, RetryParked Retry);

/// <summary>Has a parked event tried again.</summary>
/// <param name="also">Adds to the same commit.</param>
public delegate Task<bool?> RetryParked(
    Guid id,
    Action<PirDbContext> also,
    CancellationToken cancellationToken
);
