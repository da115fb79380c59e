namespace Pir.Reviews.Domain;

/// <summary>Keys of what a review is made of.</summary>
public static class Times
{
    /// <summary>A new key; keys sort by the time they were made.</summary>
    public static Guid NewId(DateTime at) => Guid.CreateVersion7(new DateTimeOffset(at));
}
