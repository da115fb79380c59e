namespace Pir.Browser.Tests.Drivers;

/// <summary>Finds line breaks inside times, numbers with a unit, and references.</summary>
internal static class LineBreaks
{
    // People's own text may break anywhere.
    private const string Script = """
        () => {
          const whole = /\b[A-Z]{2,4}-\d+\b|\b\d{1,2}:\d\d(:\d\d)?\b|\b\d[\d.,]*\s(ms|s|min|h|d|kB|MB|B|%)(?![\w-])|\b\d{1,2}\s(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|\b\d{4}-\d\d-\d\d\b/g;
          const written = ".prose, pre, code, textarea, .entry__text, .alert__text, .pairs, svg, .before__text, .versions__text, .mono, h1, .item__title, [aria-hidden=true]";
          const found = [];
          // Boxes of one line overlap, those of the next begin below.
          const lines = (range) => {
            let [count, bottom] = [0, -Infinity];
            const boxes = [...range.getClientRects()].filter((r) => r.width > 1).sort((a, b) => a.top - b.top);
            for (const box of boxes) {
              if (box.top >= bottom - 2) count++;
              bottom = Math.max(bottom, box.bottom);
            }
            return count;
          };
          const look = (range, text) => { if (lines(range) > 1) found.push(text.replace(/\s+/g, " ").trim()); };
          const main = document.querySelector("main") ?? document.body;
          for (const time of main.querySelectorAll("time")) {
            const range = document.createRange();
            range.selectNodeContents(time);
            look(range, time.textContent);
          }
          const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.parentElement.closest(written) || node.parentElement.closest("time")) continue;
            for (const match of node.data.matchAll(whole)) {
              const range = document.createRange();
              range.setStart(node, match.index);
              range.setEnd(node, match.index + match[0].length);
              look(range, `${match[0]} (in: ${node.data.trim().slice(0, 60)})`);
            }
          }
          return [...new Set(found)];
        }
        """;

    public static Task<string[]> FindAsync(Reader reader) =>
        reader.Page.EvaluateAsync<string[]>(Script);
}
