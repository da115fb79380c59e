using System.Text;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>One request of a run, as it will be sent.</summary>
/// <param name="Name">The target. Findings are counted by target.</param>
internal sealed record FuzzRequest(string Name, HttpMethod Method, string Path)
{
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Path);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>Enough of it to repeat it by hand.</summary>
    public override string ToString()
    {
        const int Most = 600;
        var body = Body is null ? "" : Encoding.UTF8.GetString(Body);
        var headers = string.Concat(Headers.Select(h => $"\n    {h.Name}: {Cut(h.Value, 100)}"));
        var text = $"{Method} {Cut(Path, Most)}{headers}\n    {ContentType}\n    {Cut(body, Most)}";
        return text.Replace("\0", "\\0", StringComparison.Ordinal);
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text[..most]}… ({text.Length} characters)";
}
