// Highlights words that may read as blame while somebody types. The question to ask instead is shown below the field.
// A text area cannot mark its own words, so a copy of its text is behind it, invisible except for the marks.
const quiet = 1_200;
const known = new WeakMap();
let checking = 0;

const areaOf = (form) => form.elements.namedItem("text");

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-hints]");
  if (!form || event.target.name !== "text") return;
  follow(form);
  clearTimeout(checking);
  checking = setTimeout(() => check(form), quiet);
});

async function check(form) {
  const text = areaOf(form).value;
  try {
    const response = await fetch(form.dataset.hints, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) });
    if (!response.ok || response.redirected || !form.isConnected) return;
    const hints = await response.json();
    list(form, hints);
    known.set(form, { text, hints });
    follow(form);
  } catch {
    // Missing hints are not worth an error.
  }
}

function list(form, hints) {
  const items = element("ul", "stack stack--tight");
  for (const hint of hints.slice(0, 8)) {
    const item = element("li", "hint");
    item.append(element("mark", "", hint.text), " ", hint.ask);
    items.append(item);
  }
  form.querySelector(".hints")?.replaceChildren(...(hints.length > 0 ? [items] : []));
}

// Between two checks, the marks stay at their words while typing moves them.
function follow(form) {
  const area = areaOf(form);
  const { text, hints } = known.get(form) ?? { text: "", hints: [] };
  const moved = area.value.length - text.length;
  const places = hints
    .map((hint) => [hint.start, hint.start + moved].find((start) => area.value.substr(start, hint.length) === hint.text) ?? -1)
    .map((start, index) => ({ start, end: start + hints[index].length }))
    .filter(({ start }) => start >= 0)
    .sort((one, other) => one.start - other.start);
  draw(area, places);
}

function draw(area, places) {
  let back = area.parentElement.querySelector(":scope > .marks");
  if (places.length === 0) return back?.remove();
  if (!back) {
    back = element("div", "marks");
    back.setAttribute("aria-hidden", "true");
    area.before(back);
  }

  const parts = [];
  let at = 0;
  for (const { start, end } of places) {
    if (start < at) continue;
    parts.push(area.value.slice(at, start), element("mark", "", area.value.slice(start, end)));
    at = end;
  }
  // A line break at the very end has a height in the field, but not in a block.
  back.replaceChildren(...parts, `${area.value.slice(at)}\n`);
  lay(area, back);
}

function lay(area, back) {
  const style = getComputedStyle(area);
  for (const name of ["font", "letterSpacing", "padding", "lineHeight"]) back.style[name] = style[name];
  back.style.top = `${area.offsetTop + area.clientTop}px`;
  back.style.left = `${area.offsetLeft + area.clientLeft}px`;
  back.style.width = `${area.clientWidth}px`;
  back.style.height = `${area.clientHeight}px`;
  back.scrollTop = area.scrollTop;
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) layAgain(target);
});

function layAgain(area) {
  const back = area.parentElement?.querySelector(":scope > .marks");
  if (back) lay(area, back);
}

document.addEventListener("scroll", (event) => event.target.matches?.("form[data-hints] textarea") && layAgain(event.target), { capture: true, passive: true });

// The server's hints in the page have the words but not their positions, so the script asks once if there are any.
function begin() {
  for (const form of document.querySelectorAll("form[data-hints]")) {
    sizes.observe(areaOf(form));
    const state = known.get(form);
    if (state?.text === areaOf(form).value) follow(form);
    else if (form.querySelector(".hints li")) check(form);
    else draw(areaOf(form), []);
  }
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

for (const event of ["htmx:afterSettle", "pir:refreshed", "pir:notes"]) document.addEventListener(event, begin);
begin();
