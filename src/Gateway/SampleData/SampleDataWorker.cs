using Pir.Gateway.Data;
using Pir.Web.SampleData;

namespace Pir.Gateway.SampleData;

/// <summary>
/// Loads and removes the sample data in the background, and continues after a restart.
/// </summary>
internal sealed partial class SampleDataWorker(
    IServiceScopeFactory scopes,
    SampleServices services,
    SampleDataSignal signal,
    IHostApplicationLifetime lifetime,
    ILogger<SampleDataWorker> logger
) : BackgroundService
{
    /// <summary>Incidents deleted in parallel: most of the time is spent waiting.</summary>
    private const int AtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Services in the same process only respond once the process listens.
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await WorkAsync(stoppingToken))
            {
                await signal.WaitAsync(stoppingToken);
            }
        }
    }

    /// <summary>False when there is nothing to do.</summary>
    private async Task<bool> WorkAsync(CancellationToken token)
    {
        try
        {
            switch (await WithServiceAsync(sampleData => sampleData.FindWorkAsync(token)))
            {
                case (SampleDataPhase.Loading, var since):
                    await LoadAsync(since, token);
                    return true;
                case (SampleDataPhase.Removing, _):
                    await RemoveAsync(token);
                    return true;
                default:
                    return false;
            }
        }
        catch (Exception exception) when (!token.IsCancellationRequested)
        {
            Log.Failed(logger, exception);
            return await TryNoteFailureAsync(exception, token);
        }
    }

    private async Task LoadAsync(DateTime since, CancellationToken token)
    {
        var company = SampleCompany.Instance;
        for (var number = 1; number <= company.Incidents.Count; number++)
        {
            var id = await WithServiceAsync(list => list.NoteIncidentAsync(number, token));
            await new SampleWriter(services, new(company, number, id, since)).WriteAsync(token);
            if (!await IsWantedAsync(SampleDataPhase.Loading, token))
            {
                return; // Somebody changed their mind.
            }
        }

        await NoteAsync(AuditActions.SampleDataLoaded, token);
    }

    private async Task RemoveAsync(CancellationToken token)
    {
        var ids = await WithServiceAsync(list => list.ListIncidentsAsync(token));
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = AtOnce,
            CancellationToken = token,
        };
        await Parallel.ForEachAsync(
            ids,
            parallel,
            async (id, stop) =>
            {
                await services.DeleteAsync(id, stop);
                await WithServiceAsync(async list =>
                {
                    await list.ForgetIncidentAsync(id, stop);
                    return true;
                });
            }
        );
        if (await IsWantedAsync(SampleDataPhase.Removing, token))
        {
            await NoteAsync(AuditActions.SampleDataRemoved, token);
        }
    }

    private async Task<bool> IsWantedAsync(SampleDataPhase phase, CancellationToken token) =>
        (await WithServiceAsync(sampleData => sampleData.FindWorkAsync(token)))?.Phase == phase;

    private async Task<bool> TryNoteFailureAsync(Exception exception, CancellationToken token)
    {
        try
        {
            var why =
                exception is SampleDataException
                    ? exception.Message
                    : "Something went wrong on the server. The log has the details.";
            await WithServiceAsync(async sampleData =>
            {
                await sampleData.NoteAsync(AuditActions.SampleDataFailed, why, token);
                return true;
            });
        }
        catch (Exception second) when (!token.IsCancellationRequested)
        {
            // The gateway's own database is unavailable. The next start finds the unfinished work.
            Log.Failed(logger, second);
        }

        return false;
    }

    private Task<bool> NoteAsync(string action, CancellationToken token) =>
        WithServiceAsync(async sampleData =>
        {
            await sampleData.NoteAsync(action, null, token);
            return true;
        });

    private async Task<T> WithServiceAsync<T>(Func<SampleDataService, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<SampleDataService>());
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Loading or removing the sample data failed; request it again to continue"
        )]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
