namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// Finds what a designer would send back: tall rows of lists, filters that fill a phone, the next
/// step below the fold, columns of thousands of pixels, labels glued to what they name, cards that
/// end with the page.
/// </summary>
internal static class Layout
{
    private const string Script = """
        () => {
          const found = [];
          const main = document.querySelector("main");
          if (!main) return found;
          const isPhone = innerWidth < 600;
          const box = (element) => element.getBoundingClientRect();
          const at = location.pathname;
          // Rows with a form unfolded or a text of their own may be taller.
          const lists = ["/", "/incidents", "/reviews", "/actions", "/search", "/sources", "/subscriptions", "/people", "/teams", "/audit"];
          if (!isPhone && lists.includes(at)) {
            for (const row of main.querySelectorAll(".list > .item")) {
              // A long text wraps rather than being cut.
              const text = row.textContent.replace(/\s+/g, " ").trim();
              if (box(row).height > 52 && text.length <= 120) found.push(`a row of ${box(row).height} px: ${text.slice(0, 60)}`);
            }
          }
          for (const filters of main.querySelectorAll(":scope > .page > .filters")) {
            if (isPhone && !filters.querySelector("details[open]") && box(filters).height > 52) found.push(`filters of ${box(filters).height} px`);
          }
          const notes = main.querySelector("form[data-notes] textarea[name=text]");
          if (notes && !isPhone && box(notes).top + scrollY > innerHeight - 200) found.push(`notes at ${box(notes).top + scrollY} px`);
          for (const column of main.querySelectorAll(".board__column")) {
            if (!isPhone && box(column).height > 1.2 * innerHeight) found.push(`a column of ${box(column).height} px`);
          }
          for (const label of main.querySelectorAll(".field__label, dt, .glance__label")) {
            const next = label.nextElementSibling;
            if (!next || box(next).width < 2 || box(label).width < 2) continue;
            const [a, b] = [box(label), box(next)];
            const apart = Math.max(b.left - a.right, b.top - a.bottom, a.top - b.bottom);
            if (apart < 0 && !label.contains(next)) found.push(`“${label.textContent.trim()}” lies on “${next.textContent.trim().slice(0, 40)}”`);
          }
          const last = [...main.querySelectorAll(".card, .list")].filter((e) => box(e).height).at(-1);
          if (last && document.documentElement.scrollHeight - (box(last).bottom + scrollY) < 16) found.push("the last card ends with the page");
          for (const field of main.querySelectorAll("input[type=datetime-local]")) {
            if (at === "/styleguide" || !field.checkVisibility()) continue;
            const whole = field.cloneNode();
            // The longest text in it, with the month of two digits.
            whole.value = "2026-12-28T22:58";
            whole.style.cssText = "position: absolute; width: max-content; min-width: 0";
            field.after(whole);
            const wanted = box(whole).width;
            whole.remove();
            if (box(field).width < wanted) found.push(`a date-time field of ${box(field).width} px that needs ${wanted} px`);
          }
          for (const button of document.querySelectorAll(".side .switch button")) {
            if (box(button).width && button.scrollWidth > button.clientWidth + 1) found.push(`the side bar cuts “${button.textContent.trim()}”`);
          }
          return found;
        }
        """;

    public static Task<string[]> FindAsync(Reader reader) =>
        reader.Page.EvaluateAsync<string[]>(Script);
}
