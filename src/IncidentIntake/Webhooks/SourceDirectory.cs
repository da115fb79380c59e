using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The sources in memory, found by the key in a webhook's URL. Changes by this process apply at
/// once, changes by another replica within seconds.
/// </summary>
public sealed class SourceDirectory(
    IDbContextFactory<IntakeDbContext> factory,
    PirDbServices services
) : IDisposable
{
    private static readonly TimeSpan MissAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _loading = new(1, 1);
    private Snapshot? _snapshot;

    /// <summary>A new key: 32 random bytes, as written in the URL.</summary>
    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The source with a key, or null.</summary>
    public ValueTask<SourceSettings?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var snapshot = Volatile.Read(ref _snapshot);
        if (
            snapshot is not null
            && services.Clock.GetElapsedTime(snapshot.LoadedAt) < MaxAge
            && snapshot.Find(key) is { } source
        )
        {
            return new(source);
        }

        return FindSlowlyAsync(key, cancellationToken);
    }

    /// <summary>
    /// The sources by id, including removed ones, which old deliveries and incidents refer to.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<Guid, SourceSettings>> AllAsync(
        CancellationToken cancellationToken
    ) => (await FreshAsync(MaxAge, cancellationToken)).ById;

    public void Dispose() => _loading.Dispose();

    /// <summary>Reloads the sources on their next use.</summary>
    public void Forget() => Volatile.Write(ref _snapshot, null);

    private async ValueTask<SourceSettings?> FindSlowlyAsync(string key, CancellationToken token)
    {
        // Guessing keys costs at most one query per second.
        var snapshot = await FreshAsync(MissAge, token);
        return snapshot.Find(key);
    }

    private async ValueTask<Snapshot> FreshAsync(TimeSpan maxAge, CancellationToken token)
    {
        if (
            Volatile.Read(ref _snapshot) is { } current
            && services.Clock.GetElapsedTime(current.LoadedAt) < maxAge
        )
        {
            return current;
        }

        await _loading.WaitAsync(token);
        try
        {
            if (
                Volatile.Read(ref _snapshot) is { } loaded
                && services.Clock.GetElapsedTime(loaded.LoadedAt) < maxAge
            )
            {
                return loaded;
            }

            var at = services.Clock.GetTimestamp();
            await using var db = await factory.CreateDbContextAsync(token);
            var snapshot = new Snapshot(await db.Sources.AsNoTracking().ToListAsync(token), at);
            Volatile.Write(ref _snapshot, snapshot);
            return snapshot;
        }
        finally
        {
            _loading.Release();
        }
    }

    private sealed class Snapshot
    {
        private readonly FrozenDictionary<long, (byte[] Hash, SourceSettings Source)> _byKey;

        public Snapshot(List<Source> sources, long loadedAt)
        {
            LoadedAt = loadedAt;
            ById = sources.ToFrozenDictionary(s => s.Id, s => s.ToSettings());
            _byKey = sources
                .Where(s => s.DeletedAt is null)
                .ToFrozenDictionary(
                    s => BinaryPrimitives.ReadInt64LittleEndian(s.KeyHash),
                    s => (s.KeyHash, ById[s.Id])
                );
        }

        public long LoadedAt { get; }
        public FrozenDictionary<Guid, SourceSettings> ById { get; }

        /// <summary>
        /// Looks up by part of the hash, then compares the whole hash in constant time.
        /// </summary>
        public SourceSettings? Find(string key)
        {
            if (key.Length > 100)
            {
                return null;
            }

            Span<byte> text = stackalloc byte[300];
            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(text[..Encoding.UTF8.GetBytes(key, text)], hash);
            return
                _byKey.TryGetValue(BinaryPrimitives.ReadInt64LittleEndian(hash), out var entry)
                && CryptographicOperations.FixedTimeEquals(entry.Hash, hash)
                ? entry.Source
                : null;
        }
    }
}
