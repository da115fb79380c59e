using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Pir.Timelines.Tests;

/// <summary>Counts the queries of the timeline's database through EF Core's diagnostics.</summary>
internal sealed class StatementCounter
    : IObserver<DiagnosticListener>,
        IObserver<KeyValuePair<string, object?>>,
        IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];
    private readonly string _database;
    private int _reads;

    private StatementCounter(string database) => _database = database;

    /// <summary>SELECT statements so far.</summary>
    public int Reads => _reads;

    public static StatementCounter For(string database)
    {
        var counter = new StatementCounter(database);
        counter._subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(counter));
        return counter;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (
            value.Value is CommandExecutedEventData data
            && data.Command.Connection?.ConnectionString.Contains(
                _database,
                StringComparison.Ordinal
            ) == true
            && data.Command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
            && !data.Command.CommandText.Contains("Outbox", StringComparison.Ordinal)
        )
        {
            Interlocked.Increment(ref _reads);
        }
    }

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());
}
