namespace Pir.Timelines.Features;

internal static class Errors
{
    /// <summary>Notes a broken rule of a field; nothing where there is none.</summary>
    public static void Add(this Dictionary<string, string[]> errors, string field, string? rule)
    {
        if (rule is not null)
        {
            errors[field] = [rule];
        }
    }
}
