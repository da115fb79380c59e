const goodFor = 5_000;
const undoableFor = 10_000;

/**
 * Says something in the corner. Bad news stays until it is put away; good news goes by itself, later where it can be undone, and not while somebody looks at it.
 * `link` is { href, text, newTab }; `undo` is called when the reader takes it back.
 */
export function toast(text, { good = false, link = null, undo = null } = {}) {
  const box = document.getElementById("toasts");
  if (!box) return;
  const item = document.createElement("div");
  item.className = good ? "toast toast--good" : "toast";
  const words = document.createElement("div");
  words.className = "grow";
  words.append(text);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    if (link.newTab) anchor.target = "_blank";
    words.append(" ", anchor);
  }

  item.append(words);
  if (undo) item.append(button("Undo", () => (item.remove(), undo())));
  item.append(button("Close", () => item.remove()));
  box.replaceChildren(...[...box.children].filter((other) => other.firstChild.textContent !== words.textContent), item);
  if (good) fade(item, undo ? undoableFor : goodFor);
}

function button(text, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button button--quiet button--small";
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}

function fade(item, wait) {
  let timer = setTimeout(() => item.remove(), wait);
  const hold = () => clearTimeout(timer);
  const go = () => {
    hold();
    timer = setTimeout(() => item.remove(), wait);
  };
  item.addEventListener("pointerenter", hold);
  item.addEventListener("focusin", hold);
  item.addEventListener("pointerleave", go);
  item.addEventListener("focusout", go);
}
