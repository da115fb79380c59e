const goodFor = 5_000;
const undoableFor = 10_000;

/**
 * Shows a toast. Errors stay until they are closed. Other toasts disappear after a while: later if they offer undo, and not while the pointer or the focus is on them.
 * `link` is { href, text, newTab }; `undo` is called if the reader undoes the change.
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
