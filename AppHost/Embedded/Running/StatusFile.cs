using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aspire.Hosting.Running;

/// <summary>The state of the whole run.</summary>
internal enum RunState
{
    Starting,
    Ready,
    Stopping,
    Stopped,
    Failed,
}

/// <summary>
/// Writes the state of the run and of each process to <c>status.json</c> after every change, for operators and tests.
/// The file is replaced as a whole, so that it is always complete.
/// </summary>
internal sealed class StatusFile(string file, string run, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, InstanceStatus> _resources = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private RunState _state;
    private IReadOnlyList<string> _urls = [];
    private string? _failure;

    /// <summary>The id of the run that wrote the file last, if there was one.</summary>
    public static string? LastRun(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Snapshot>(File.ReadAllBytes(file), Format)?.Run;
        }
        catch (Exception missing) when (missing is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Lists every process before the first one starts, so that a reader never misses one.</summary>
    public void Begin(IEnumerable<InstanceStatus> all) =>
        Change(() =>
        {
            foreach (var status in all)
                _resources[status.Name] = status;
        });

    public void Set(InstanceStatus status) => Change(() => _resources[status.Name] = status);

    public void Set(RunState state, string? failure = null) =>
        Change(() => (_state, _failure) = (state, failure ?? _failure));

    /// <param name="urls">Where people reach the application.</param>
    public void SetUrls(IReadOnlyList<string> urls) => Change(() => _urls = urls);

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            var snapshot = new Snapshot(
                run,
                Environment.ProcessId,
                _startedAt,
                _state,
                _failure,
                _urls,
                [.. _resources.Values]
            );
            PrivateFile.Replace(file, JsonSerializer.SerializeToUtf8Bytes(snapshot, Format));
        }
    }

    private sealed record Snapshot(
        string Run,
        int Pid,
        DateTimeOffset StartedAt,
        RunState State,
        string? Failure,
        IReadOnlyList<string> Urls,
        IReadOnlyList<InstanceStatus> Resources
    );
}
