/** Says something in the corner; it stays until it is put away, unless it is good news. */
export function toast(text, { good = false, link = null } = {}) {
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
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--quiet button--small";
  close.textContent = "Close";
  close.addEventListener("click", () => item.remove());
  item.append(words, close);
  box.replaceChildren(...[...box.children].filter((other) => other.firstChild.textContent !== words.textContent), item);
  if (good) setTimeout(() => item.remove(), 5000);
}
