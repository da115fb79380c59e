using System.Text.Json;

namespace Aspire.Hosting.Running;

/// <summary>Generated passwords by parameter name, kept because the servers' data is encrypted or protected with them.</summary>
internal sealed class GeneratedSecrets(string file)
{
    private readonly Lock _gate = new();

    public string GetOrAdd(string name, Func<string> generate)
    {
        lock (_gate)
        {
            var all = File.Exists(file)
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(file))!
                : [];
            if (all.TryGetValue(name, out var known))
                return known;
            all[name] = generate();
            PrivateFile.Replace(file, JsonSerializer.SerializeToUtf8Bytes(all));
            return all[name];
        }
    }
}
