using Pir.Platform.Persistence;

namespace Pir.Actions.Features;

internal static class Paging
{
    public const int Default = 50;
    private const int Most = 200;

    /// <summary>Reads the two parameters every list takes.</summary>
    public static Errors Check(int? limit, string? after, out Cursor? cursor)
    {
        cursor = Cursor.TryDecode(after, out var read) ? read : null;
        return new Errors()
            .Check("limit", limit is < 1 or > Most ? $"must be between 1 and {Most}." : null)
            .Check(
                "after",
                after is not null && cursor is null
                    ? "must be the next of an earlier answer."
                    : null
            );
    }
}
