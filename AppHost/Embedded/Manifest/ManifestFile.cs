using System.Text.Json;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest to its file.</summary>
internal static class ManifestFile
{
    public static async Task WriteAsync(
        string path,
        DistributedApplicationBuilder builder,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = File.Create(path);
        await using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        new ManifestWriter(json, path, builder.ExecutionContext).Write(builder.Resources);
        await json.FlushAsync(cancellationToken);
    }
}
