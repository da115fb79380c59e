using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>
/// A shell that outlives a killed AppHost by a moment: its standard input is a pipe whose other end only the AppHost holds, so
/// the end of that pipe is the end of the AppHost, however it came. It then ends every process of the run: those that carry its
/// mark and those in the groups it was told of. If the watchdog itself is killed, a new one is started.
/// </summary>
internal sealed class Watchdog(string run, TimeSpan patience, RunLog log) : IAsyncDisposable
{
    // "read" is a builtin: there is no child whose end could be mistaken for the AppHost's.
    private const string Script = """
        trap '' INT TERM HUP QUIT
        run=$1; tenths=$2; groups=''
        while IFS= read -r line; do
          case $line in
            +*) groups="$groups ${line#+}" ;;
            -*) kept=''; for group in $groups; do [ "$group" = "${line#-}" ] || kept="$kept $group"; done; groups=$kept ;;
          esac
        done
        marked() { grep -lszxF "APPHOST_RUN=$run" /proc/[0-9]*/environ | cut -d/ -f3; }
        everyone() { for group in $groups; do kill -0 "-$group" 2>/dev/null && echo "-$group"; done; marked; }
        signal() { for target in $(everyone); do kill "-$1" "$target" 2>/dev/null; done; }
        signal TERM
        while [ "$tenths" -gt 0 ] && [ -n "$(everyone)" ]; do sleep 0.1; tenths=$((tenths - 1)); done
        # Bounded: an ended process nobody collects still counts as one of its group.
        rounds=50
        while [ "$rounds" -gt 0 ] && [ -n "$(everyone)" ]; do signal KILL; sleep 0.1; rounds=$((rounds - 1)); done
        """;

    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly HashSet<int> _groups = [];
    private Process? _process;
    private Task _watching = Task.CompletedTask;

    public void Start()
    {
        _process = Launch();
        _watching = KeepAliveAsync();
    }

    /// <summary>Watches a process group too: a program may overwrite its environment, and with it the mark (Redis and PostgreSQL can).</summary>
    public void Watch(int group)
    {
        lock (_gate)
        {
            _groups.Add(group);
            Tell($"+{group}");
        }
    }

    /// <summary>The group is gone; its number may be another's soon.</summary>
    public void Forget(int group)
    {
        lock (_gate)
        {
            _groups.Remove(group);
            Tell($"-{group}");
        }
    }

    /// <summary>Lets the watchdog do its last round (nothing is left to end after an orderly stop) and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watching;
        if (_process is { } process)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _ending.Dispose();
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            while (true)
            {
                await _process!.WaitForExitAsync(_ending.Token);
                log.Write("the watchdog was ended from outside; starting another");
                Replace();
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested) { }
    }

    private void Replace()
    {
        lock (_gate)
        {
            _process!.Dispose();
            _process = Launch();
            foreach (var group in _groups)
                Tell($"+{group}");
        }
    }

    private void Tell(string line)
    {
        try
        {
            _process?.StandardInput.WriteLine(line);
            _process?.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has just been killed; the next one is told everything.
        }
    }

    private Process Launch()
    {
        var tenths = ((int)(patience.TotalSeconds * 10)).ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );
        var start = new ProcessStartInfo(
            "setsid",
            ["/bin/sh", "-c", Script, "apphost-watchdog", run, tenths]
        )
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        return Process.Start(start)!;
    }
}
