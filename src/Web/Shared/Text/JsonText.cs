using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pir.Web.Shared.Text;

/// <summary>JSON that came from elsewhere, as a reader sees it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>On several lines; as it came where it is no JSON.</summary>
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
