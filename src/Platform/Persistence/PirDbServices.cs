using Pir.Platform.Messaging;

namespace Pir.Platform.Persistence;

/// <summary>What a <see cref="PirDbContext"/> needs from its host.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Signals">Wakes the outbox dispatchers.</param>
/// <param name="Instance">Identity of this process as the owner of outbox rows.</param>
/// <param name="WriteGate">One writer at a time per SQLite file.</param>
public sealed record PirDbServices(
    TimeProvider Clock,
    OutboxSignals Signals,
    ProcessInstance Instance,
    WriteGate WriteGate
);

/// <summary>
/// Identity of one run of one process, which owns the outbox rows that it writes.
/// </summary>
/// <param name="Name">Host name and a GUID made at start, 64 characters at most.</param>
public sealed record ProcessInstance(string Name)
{
    public static ProcessInstance Create()
    {
        var host = Environment.MachineName;
        return new($"{host[..Math.Min(host.Length, 27)]}/{Guid.CreateVersion7():N}");
    }
}
