namespace Pir.Reviews.Domain;

/// <summary>Keys for the parts of a review.</summary>
public static class Times
{
    /// <summary>A new key. Keys sort by creation time.</summary>
    public static Guid NewId(DateTime at) => Guid.CreateVersion7(new DateTimeOffset(at));
}
