namespace Pir.Actions.Features;

/// <summary>Collects the rules a request breaks, by field.</summary>
internal sealed class Errors : Dictionary<string, string[]>
{
    public Errors()
        : base(StringComparer.Ordinal) { }

    /// <summary>Notes a broken rule; nothing where there is none.</summary>
    public Errors Check(string field, string? rule)
    {
        if (rule is not null)
        {
            this[field] = [rule];
        }

        return this;
    }
}
