using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Backends;

namespace Pir.Load;

/// <summary>One round: all get the same webhooks for the same time, one after the other.</summary>
/// <param name="Bare">The endpoint that stores nothing.</param>
/// <param name="Naive">One SaveChanges, one Publish per alert.</param>
/// <param name="Direct">The intake's own process.</param>
/// <param name="Gateway">The intake behind the gateway.</param>
/// <param name="Recorded">
/// The intake's own process while the broker is frozen: events are recorded, and published later.
/// </param>
internal sealed record AcceptRound(
    WrkResult Bare,
    WrkResult Naive,
    WrkResult Direct,
    WrkResult Gateway,
    WrkResult Recorded
);

/// <summary>
/// Measures the accepted webhooks per second of the intake (committed to disk, event sent to the
/// broker) and of the programs for comparison. Nobody listens to their events, so only accepting is
/// measured.
/// </summary>
internal sealed class AcceptRace : IAsyncDisposable
{
    private readonly Contender _bare;
    private readonly Contender _naive;
    private readonly Installation _installation;
    private readonly string _webhook;
    private readonly RabbitMqServer _broker;
    private readonly HttpClient _client = new();
    private long _accepted;
    private int _runs;

    private AcceptRace(
        Contender bare,
        Contender naive,
        Installation installation,
        string webhook,
        RabbitMqServer broker
    ) =>
        (_bare, _naive, _installation, _webhook, _broker) = (
            bare,
            naive,
            installation,
            webhook,
            broker
        );

    public Installation Installation => _installation;

    public Contender Naive => _naive;

    public static async Task<AcceptRace> StartAsync(RabbitMqServer broker)
    {
        var unheard = await broker.CreateVirtualHostAsync();
        // Otherwise the broker would return every message, because they are published as mandatory.
        await unheard.SwallowAsync("pir.events");
        var topology = await broker.CreateVirtualHostAsync();
        var installation = await Installation.StartAsync(
            unheard,
            topology,
            "gateway",
            Installation.Intake
        );
        using var pir = installation.Client();
        var race = new AcceptRace(
            await Contender.StartBareAsync(),
            await Contender.StartNaiveAsync(unheard),
            installation,
            await Installation.CreateSourceAsync(pir),
            broker
        );
        await race.WarmUpAsync();
        return race;
    }

    /// <exception cref="InvalidOperationException">
    /// One program accepted nothing at all, so nothing can be compared.
    /// </exception>
    public async Task<AcceptRound> RunAsync(int seconds)
    {
        var round = await MeasureAsync(seconds);
        WrkResult[] all = [round.Bare, round.Naive, round.Direct, round.Gateway, round.Recorded];
        return all.All(r => r.Accepted > 0)
            ? round
            : throw new InvalidOperationException($"Nothing accepted: {round}");
    }

    private async Task<AcceptRound> MeasureAsync(int seconds)
    {
        var round = new AcceptRound(
            await Wrk.RunAsync(_bare.Webhook, seconds),
            await Wrk.RunAsync(_naive.Webhook, seconds),
            await DrainedAsync(() => Wrk.RunAsync(Direct, seconds)),
            await DrainedAsync(() => Wrk.RunAsync(Gateway, seconds)),
            await DrainedAsync(() => WithoutBrokerAsync(() => Wrk.RunAsync(Direct, seconds)))
        );
        _accepted += round.Direct.Accepted + round.Gateway.Accepted + round.Recorded.Accepted;
        _runs += 3;
        return round;
    }

    /// <summary>
    /// Waits until every event is published, so that the next measurement does not pay for it.
    /// </summary>
    private async Task<WrkResult> DrainedAsync(Func<Task<WrkResult>> measure)
    {
        var result = await measure();
        await Eventually.Until(
            async () => await ReadAsync("SELECT count(*) FROM Outbox") == 0,
            TimeSpan.FromSeconds(60),
            "every event is published"
        );
        return result;
    }

    private async Task<WrkResult> WithoutBrokerAsync(Func<Task<WrkResult>> measure)
    {
        _broker.Freeze();
        try
        {
            return await measure();
        }
        finally
        {
            _broker.Thaw();
        }
    }

    /// <summary>
    /// Accepted webhooks without an incident, and incidents without a webhook. wrk hangs up on the
    /// last requests, so a few more may be stored than it counted.
    /// </summary>
    public async Task<Ledger> CountAsync()
    {
        var stored = await ReadAsync("SELECT count(*) FROM Incidents");
        var unsure = (long)_runs * Wrk.Connections;
        return new Ledger(
            _accepted,
            stored,
            Math.Max(0, _accepted - stored),
            Math.Max(0, stored - _accepted - unsure)
        );
    }

    private Task<long> ReadAsync(string sql)
    {
        // Initializes SQLite. The product does that when it loads the module.
        RuntimeHelpers.RunModuleConstructor(typeof(SqlitePragmas).Module.ModuleHandle);
        return ReadReadyAsync(sql);
    }

    private async Task<long> ReadReadyAsync(string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_installation.Data, "intake.db")};"
                + "Mode=ReadOnly;Pooling=false"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bare.DisposeAsync();
        await _naive.DisposeAsync();
        await _installation.DisposeAsync();
    }

    private Uri Direct => new(_installation.AddressOf(Installation.Intake), _webhook);

    private Uri Gateway => new(_installation.AddressOf("gateway"), _webhook);

    // The first webhooks open connections to the broker and have compiled what is hot, which a
    // round must not pay for.
    private async Task WarmUpAsync()
    {
        foreach (var url in (Uri[])[_bare.Webhook, _naive.Webhook, Direct, Gateway])
        {
            using var content = AlertBody.Of($"first-{url.Port}");
            using var answer = await _client.PostAsync(url, content);
            answer.EnsureSuccessStatusCode();
        }
        _accepted += 2;
        await MeasureAsync(seconds: 6);
    }
}

/// <summary>The results of what was sent.</summary>
internal sealed record Ledger(long Accepted, long Arrived, long Lost, long Duplicated);
