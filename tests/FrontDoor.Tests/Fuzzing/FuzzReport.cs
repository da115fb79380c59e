using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>A response that no request may get.</summary>
internal sealed record Finding(string Kind, int Index, FuzzRequest Request, string Answer);

/// <summary>The result of a run.</summary>
internal sealed class FuzzReport(string name, int seed)
{
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _successes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Finding> _findings = new();

    public string Name => name;

    public int Seed => seed;

    public IReadOnlyList<Finding> Findings => [.. _findings];

    public TimeSpan Took { get; set; }

    /// <summary>The longest response time.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>
    /// The targets with at least one success, which shows that the run got past validation.
    /// </summary>
    public int Reached => _successes.Count;

    /// <summary>Number of different targets.</summary>
    public int Attacked => _requests.Count;

    public int Requests => _requests.Values.Sum();

    public void Count(FuzzRequest request, HttpStatusCode status, TimeSpan took)
    {
        _statuses.AddOrUpdate((int)status, 1, (_, n) => n + 1);
        _requests.AddOrUpdate(request.Name, 1, (_, n) => n + 1);
        if ((int)status < 400)
        {
            _successes.AddOrUpdate(request.Name, 1, (_, n) => n + 1);
        }

        if (took > Slowest)
        {
            Slowest = took;
        }
    }

    public void Add(Finding finding) => _findings.Enqueue(finding);

    /// <summary>One line for the table of kept results.</summary>
    public string ToRow() =>
        $"| {name} | {seed} | {Requests} | {Reached} of {Attacked} | {Statuses()} | "
        + $"{Slowest.TotalSeconds:0.0} s | {Took.TotalSeconds:0} s | {Findings.Count} |";

    /// <summary>The first of each kind, with instructions to repeat it.</summary>
    public string Explain(IEnumerable<string> faults)
    {
        var text = new StringBuilder($"{name}, seed {seed}: {Findings.Count} findings\n");
        foreach (var kind in Findings.GroupBy(f => (f.Kind, f.Request.Name)).Take(25))
        {
            var first = kind.First();
            text.AppendLine(
                $"\n== {kind.Count()} × {first.Kind}: {first.Request.Name}, no. {first.Index}"
            );
            text.AppendLine(first.Request.ToString());
            text.AppendLine($"    -> {first.Answer}");
        }

        foreach (var fault in faults.DistinctBy(f => f[..Math.Min(f.Length, 400)]).Take(25))
        {
            text.AppendLine().AppendLine(fault[..Math.Min(fault.Length, 2500)]);
        }

        return text.ToString();
    }

    public string Unreached() =>
        string.Join(", ", _requests.Keys.Except(_successes.Keys, StringComparer.Ordinal).Order());

    private string Statuses() =>
        string.Join(", ", _statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"));
}
