using Deque.AxeCore.Commons;

namespace Pir.Browser.Tests.Drivers;

/// <summary>Runs axe on a reader's current page.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    // Only violations, as short lines. Passing checks are most of axe's result and cost most of its
    // time.
    private const string Run = """
        async rules => {
          const runOnly = rules ? { runOnly: rules } : {};
          const { violations } = await axe.run(document, { resultTypes: ["violations"], ...runOnly });
          return violations.map(v => `${v.id}: ${v.help} at ${v.nodes.slice(0, 3).map(n => n.html).join(", ")}`);
        }
        """;

    /// <param name="reader">On the page.</param>
    /// <param name="rules">Only these, by axe's names; all where none is named.</param>
    /// <returns>A line per broken rule.</returns>
    public static async Task<string[]> AskAsync(Reader reader, params string[] rules)
    {
        if (await reader.Page.EvaluateAsync<bool>("!window.axe"))
        {
            await reader.Page.EvaluateAsync(Script);
        }

        return await reader.Page.EvaluateAsync<string[]>(Run, rules.Length == 0 ? null : rules);
    }
}
