using Deque.AxeCore.Commons;

namespace Pir.Browser.Tests.Drivers;

/// <summary>Asks axe about the page a reader is on.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    // Only violations, as short lines: what passes is most of axe's answer, and costs most of its
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
    /// <returns>A line per rule that is broken.</returns>
    public static async Task<string[]> AskAsync(Reader reader, params string[] rules)
    {
        if (await reader.Page.EvaluateAsync<bool>("!window.axe"))
        {
            await reader.Page.EvaluateAsync(Script);
        }

        return await reader.Page.EvaluateAsync<string[]>(Run, rules.Length == 0 ? null : rules);
    }
}
