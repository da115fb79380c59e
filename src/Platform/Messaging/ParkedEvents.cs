namespace Pir.Platform.Messaging;

/// <summary>
/// Lets an operator have one service's parked event tried again, without knowing its database type.
/// </summary>
/// <param name="Retry">True: handled and gone. False: failed again. Null: no such event.</param>
public sealed record ParkedEvents(string Service, Func<Guid, CancellationToken, Task<bool?>> Retry);
