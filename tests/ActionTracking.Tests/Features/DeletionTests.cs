using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Pir.ActionTracking.Data;
using Pir.Contracts.Incidents;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Features;

/// <summary>Nothing is left of a deleted incident, whatever people do at that moment.</summary>
public sealed class DeletionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_action_that_is_proposed_while_its_incident_is_deleted_is_refused(
        bool onServer
    )
    {
        await using var store = onServer ? await TestStore.PostgreSqlAsync() : TestStore.Sqlite();
        var pause = new Pause();
        await using var host = await PirTestHost.StartAsync(
            store,
            [new ActionsModule()],
            configure: b => b.Services.AddSingleton<IInterceptor>(pause)
        );
        var team = new ActionsDriver(host);
        var incident = await team.IncidentOpensAsync();
        pause.AfterReading("Incidents");
        var proposing = team.TriesToProposeAsync(
            new
            {
                title = "Add an alert",
                type = "detective",
                incident = incident.Id,
            }
        );
        await pause.Reached;

        await team.HearsAsync(
            new IncidentDeleted(
                new(incident.Id, 1, null, incident.Severity, null, IsSilent: false)
            ),
            incident.Id,
            9
        );
        pause.Release();

        (await proposing).Status.ShouldBe(HttpStatusCode.NotFound);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ActionsDbContext>();
        (await db.Actions.CountAsync(a => a.IncidentId == incident.Id)).ShouldBe(0);
    }
}
