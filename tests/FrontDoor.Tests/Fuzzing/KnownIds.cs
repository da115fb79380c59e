using System.Collections.Concurrent;
using System.Text.Json;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>
/// Ids of things that exist, by the collection they are in, so that requests get beyond "not
/// found".
/// </summary>
internal sealed class KnownIds
{
    private const int EnoughOfAKind = 200;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _ids = new(
        StringComparer.Ordinal
    );

    /// <summary>An id of this collection; null if none is known.</summary>
    public string? Pick(string collection, Dice dice) =>
        _ids.TryGetValue(collection, out var ids) && ids.ToArray() is { Length: > 0 } known
            ? dice.Pick(known)
            : null;

    /// <summary>Collects the ids in a response.</summary>
    /// <param name="path">Path of the request. Its last segment names the collection.</param>
    public void Learn(string path, JsonElement answer)
    {
        var words = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var collection = words.LastOrDefault(w => w.All(c => char.IsAsciiLetter(c) || c == '-'));
        Learn(collection ?? "", answer, 0);
    }

    private void Learn(string collection, JsonElement answer, int depth)
    {
        if (depth > 6)
        {
            return;
        }

        if (answer.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in answer.EnumerateArray())
            {
                Learn(collection, item, depth + 1);
            }
        }
        else if (answer.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in answer.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String)
                {
                    if (property.Name is "id" or "reference")
                    {
                        Add(collection, property.Value.GetString()!);
                    }
                }
                else
                {
                    Learn(
                        property.Name == "items" ? collection : property.Name,
                        property.Value,
                        depth + 1
                    );
                }
            }
        }
    }

    private void Add(string collection, string id)
    {
        var ids = _ids.GetOrAdd(collection, _ => new());
        if (ids.Count < EnoughOfAKind)
        {
            ids.Enqueue(id);
        }
    }
}
