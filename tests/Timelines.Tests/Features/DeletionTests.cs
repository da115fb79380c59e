using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Testing;
using Pir.Timelines.Data;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Features;

public sealed class DeletionOnSqlite : DeletionTests
{
    protected override Task<TestStore> OpenAsync() => Task.FromResult(TestStore.Sqlite());
}

public sealed class DeletionOnPostgreSql : DeletionTests
{
    protected override Task<TestStore> OpenAsync() => TestStore.PostgreSqlAsync();

    [Fact]
    public async Task What_is_being_committed_when_its_incident_is_deleted_goes_with_it()
    {
        var incident = await Team.IncidentOpensAsync();
        Pause.BeforeCommit();
        var writing = Team.RecordAsync(incident, Line);
        await Pause.Reached;

        var deleting = DeleteAsync(incident);
        await Eventually.Until(
            async () => deleting.IsCompleted || await IsSomebodyWaitingAsync(),
            description: "the deletion has gone as far as it can"
        );
        Pause.Release();
        await Task.WhenAll(writing, deleting);

        (await EntriesOfAsync(incident)).ShouldBe(0);
    }

    private async Task<bool> IsSomebodyWaitingAsync()
    {
        await using var server = new NpgsqlConnection(await Store.ConnectionString("timelinedb"));
        await server.OpenAsync();
        await using var command = server.CreateCommand();
        command.CommandText = """
            SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;
        return await command.ExecuteScalarAsync() is > 0L;
    }
}

/// <summary>Nothing is left of a deleted incident, whatever people do at that moment.</summary>
public abstract class DeletionTests : IAsyncLifetime
{
    protected static readonly object Line = new { kind = "action", text = "Rolled back." };

    private PirTestHost _host = null!;

    protected TestStore Store { get; private set; } = null!;
    protected Pause Pause { get; } = new();
    private protected TimelineDriver Team { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = await OpenAsync();
        _host = await PirTestHost.StartAsync(
            Store,
            [new TimelineModule()],
            configure: b => b.Services.AddSingleton<IInterceptor>(Pause)
        );
        Team = new(_host);
    }

    public async ValueTask DisposeAsync()
    {
        Pause.Release();
        await _host.DisposeAsync();
        await Store.DisposeAsync();
    }

    [Fact]
    public async Task An_entry_that_is_written_while_its_incident_is_deleted_is_refused()
    {
        var incident = await Team.IncidentOpensAsync();
        Pause.AfterReading("Incidents");
        var writing = Team.RecordAsync(incident, Line);
        await Pause.Reached;

        await DeleteAsync(incident);
        Pause.Release();

        (await writing).Status.ShouldBe(HttpStatusCode.NotFound);
        (await EntriesOfAsync(incident)).ShouldBe(0);
    }

    [Fact]
    public async Task A_parked_event_goes_with_its_incident()
    {
        var incident = await Team.IncidentOpensAsync();
        var other = await Team.IncidentOpensAsync();
        await ParkAsync(incident);
        await ParkAsync(other);

        await DeleteAsync(incident);

        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TimelineDbContext>();
        (await db.Parked.Select(p => p.Subject).ToListAsync()).ShouldBe([other.Id.ToString()]);
    }

    protected abstract Task<TestStore> OpenAsync();

    protected Task DeleteAsync(IncidentState incident) =>
        Team.HearsAsync(
            new IncidentDeleted(
                new(incident.Id, 1, null, incident.Severity, null, IsSilent: false)
            ),
            incident.Id,
            9,
            Some.Noon
        );

    protected async Task<int> EntriesOfAsync(IncidentState incident)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TimelineDbContext>();
        return await db.Entries.CountAsync(e => e.IncidentId == incident.Id);
    }

    private async Task ParkAsync(IncidentState incident)
    {
        var fact = new IncidentAcknowledged(incident);
        var batch = PirTestHost.BatchOf(fact, incident.Id, 2, Some.Noon, Some.Ada);
        await using var scope = _host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TimelineDbContext>();
        db.Parked.Add(
            new()
            {
                Id = batch.Events[0].Id,
                Type = batch.Events[0].Type,
                Subject = incident.Id.ToString(),
                Body = JsonSerializer.SerializeToUtf8Bytes(batch.Events[0], EventJson.Options),
                Error = "NullReferenceException",
                ParkedAt = Some.Noon,
            }
        );
        await db.SaveChangesAsync();
    }
}
