using System.Diagnostics.CodeAnalysis;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Runs tasks on its own thread. SQLite's calls block, a commit for as long as the disk takes. On
/// the thread pool of a small machine, they would block the threads that handle requests. The
/// thread sleeps at once when there is nothing to do, because spinning would take their time too.
/// </summary>
internal sealed class SingleThreadScheduler : TaskScheduler, IDisposable
{
    private readonly Queue<Task> _tasks = new();
    private readonly Thread _thread;
    private bool _isEnding;

    public SingleThreadScheduler(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Ends the thread once the queued tasks are done.</summary>
    public void Dispose()
    {
        lock (_tasks)
        {
            _isEnding = true;
            Monitor.Pulse(_tasks);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.Enqueue(task);
            Monitor.Pulse(_tasks);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        Thread.CurrentThread == _thread && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private void Run()
    {
        while (TryTake(out var task))
        {
            TryExecuteTask(task);
        }
    }

    private bool TryTake([NotNullWhen(true)] out Task? task)
    {
        lock (_tasks)
        {
            while (_tasks.Count == 0 && !_isEnding)
            {
                Monitor.Wait(_tasks);
            }

            return _tasks.TryDequeue(out task);
        }
    }
}
