using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Pir.Platform.Persistence;

/// <summary>
/// Opaque position in a list that is ordered by a time and an id. The next page starts after it.
/// </summary>
public readonly record struct Cursor(DateTime Time, Guid Id)
{
    public string Encode() =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{Time.Ticks:x}.{Id:N}")
            )
        );

    /// <summary>False for anything that <see cref="Encode"/> did not produce.</summary>
    public static bool TryDecode(string? text, out Cursor cursor)
    {
        cursor = default;
        if (string.IsNullOrEmpty(text) || text.Length > 200 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
        if (
            parts.Length != 2
            || !long.TryParse(
                parts[0],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var ticks
            )
            || ticks < 0
            || ticks > DateTime.MaxValue.Ticks
            || !Guid.TryParseExact(parts[1], "N", out var id)
        )
        {
            return false;
        }

        cursor = new(new DateTime(ticks, DateTimeKind.Utc), id);
        return true;
    }
}
