using System.Diagnostics;

namespace Pir.Testing.Processes;

/// <summary>
/// Ends the processes and removes the folders that a test process leaves behind, even if it is
/// killed. It is a shell that reads what to watch from a pipe. The pipe closes when this process
/// ends.
/// </summary>
/// <remarks>
/// PR_SET_PDEATHSIG does not work: it fires when the parent's <i>thread</i> ends, and pool threads
/// come and go.
/// </remarks>
internal static class Watchdog
{
    private const string Script = """
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        cd /
        declare -A groups folders
        while read -r verb key value; do
          case $verb in
            watch) groups[$key]=$value ;;
            release) unset "groups[$key]" ;;
            remember) folders[$key]=1 ;;
            forget) unset "folders[$key]" ;;
          esac
        done
        # Ended but not reaped counts as gone.
        runs() { local stat; read -r stat <"/proc/$1/stat" && [[ $stat != *') Z '* ]]; }
        any_runs() { for group in "${!groups[@]}"; do runs "$group" && return 0; done; return 1; }
        for group in "${!groups[@]}"; do kill -s "${groups[$group]}" -- "$group"; done
        for attempt in {1..30}; do any_runs && sleep 0.1; done
        for group in "${!groups[@]}"; do kill -s KILL -- "-$group"; done
        [[ ${#folders[@]} -eq 0 ]] || rm -rf -- "${!folders[@]}" || { sleep 1; rm -rf -- "${!folders[@]}"; }
        """;

    private static readonly Lock Gate = new();
    private static readonly Lazy<StreamWriter> Pipe = new(Start);

    public static void Watch(int group, UnixSignal signal) => Tell($"watch {group} {(int)signal}");

    public static void Release(int group) => Tell($"release {group}");

    public static void Remember(TempFolder folder) => Tell($"remember {folder.Path}");

    public static void Forget(TempFolder folder) => Tell($"forget {folder.Path}");

    private static void Tell(string line)
    {
        lock (Gate)
        {
            Pipe.Value.WriteLine(line);
            Pipe.Value.Flush();
        }
    }

    private static StreamWriter Start()
    {
        var start = new ProcessStartInfo("setsid", ["bash", "-c", Script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process =
            Process.Start(start)
            ?? throw new InvalidOperationException(
                "The watchdog of the test processes did not start."
            );
        return process.StandardInput;
    }
}
