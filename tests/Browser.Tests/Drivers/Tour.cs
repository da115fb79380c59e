namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// Visits many pages, several at a time: a reader each takes the next page until none is left.
/// </summary>
internal static class Tour
{
    private const int Readers = 3;

    /// <param name="pages">Path by name.</param>
    /// <param name="somebody">A fresh reader.</param>
    /// <param name="look">The action on a page once it is open and live.</param>
    /// <returns>Console errors of all readers.</returns>
    public static async Task<IReadOnlyList<string>> TakeAsync(
        IReadOnlyDictionary<string, string> pages,
        Func<Task<Reader>> somebody,
        Func<Reader, string, Task> look
    )
    {
        var next = -1;
        var list = pages.ToList();
        var complaints = await Task.WhenAll(
            Enumerable.Range(0, Math.Min(Readers, list.Count)).Select(_ => WalkAsync())
        );
        return [.. complaints.SelectMany(c => c)];

        async Task<IReadOnlyList<string>> WalkAsync()
        {
            await using var reader = await somebody();
            for (var at = Interlocked.Increment(ref next); at < list.Count; )
            {
                await reader.OpensAsync(list[at].Value);
                await reader.SettlesAsync();
                await look(reader, list[at].Key);
                at = Interlocked.Increment(ref next);
            }

            return reader.Complaints;
        }
    }
}
