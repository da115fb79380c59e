using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pir.Web.Shared.Text;

/// <summary>Formats JSON from outside for readers.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Indented; unchanged if it is not JSON.</summary>
    public static string Indented(string? text)
    {
        try
        {
            using var document = JsonDocument.Parse(text ?? "");
            return JsonSerializer.Serialize(document.RootElement, Pretty);
        }
        catch (JsonException)
        {
            return text ?? "";
        }
    }
}
