// Ctrl+K: search and commands. The commands are already in the page; search results come as HTML from the server.
import { addressOf } from "./address.js";
import { captures, run } from "./keys.js";
import { recent } from "./recent.js";

const pause = 120;
let timer = 0;
let asking = null;
// A selected option stays selected when more results arrive.
let moved = false;

const dialog = () => document.getElementById("palette");
const input = () => document.getElementById("palette-input");
const found = () => document.getElementById("palette-found");
const options = () => [...dialog().querySelectorAll('[role="option"]')].filter((option) => !option.hidden && !option.closest("[hidden]"));
const isTouch = () => matchMedia("(pointer: coarse)").matches;

export function open() {
  const palette = dialog();
  if (!palette || palette.open) return;
  const menu = document.getElementById("menu");
  if (menu?.matches(":popover-open")) menu.hidePopover();
  input().value = "";
  found().replaceChildren();
  listRecent();
  moved = false;
  palette.showModal();
  narrow();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k" && dialog()) {
    event.preventDefault();
    dialog().open ? dialog().close() : open();
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-palette]");
  if (opener && dialog() && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open();
  }

  const option = event.target.closest?.('#palette [role="option"]');
  if (option) choose(option, event.ctrlKey || event.metaKey);
});

document.addEventListener("input", (event) => {
  if (event.target !== input()) return;
  clearTimeout(timer);
  moved = false;
  asking?.abort();
  asking = null;
  narrow();
  const query = event.target.value.trim();
  if (query.length < 2 && !/^\d$/.test(query)) return found().replaceChildren();
  dialog().setAttribute("aria-busy", "true");
  timer = setTimeout(() => search(query), pause);
});

document.addEventListener("keydown", (event) => {
  if (event.target !== input() || event.isComposing) return;
  const all = options();
  const current = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(all[(current + 1) % all.length]);
  else if (event.key === "ArrowUp") select(all[(current - 1 + all.length) % all.length]);
  else if (event.key === "PageDown") select(all[Math.min(current + 8, all.length - 1)]);
  else if (event.key === "PageUp") select(all[Math.max(current - 8, 0)]);
  else if (event.key === "Enter" && current >= 0) choose(all[current], event.ctrlKey || event.metaKey);
  else return;
  moved = true;
  event.preventDefault();
});

// Scrolling must not select: only a move of the pointer itself does.
document.addEventListener("pointermove", (event) => {
  const option = event.target.closest?.('#palette [role="option"]');
  if (option && option.getAttribute("aria-selected") !== "true") select(option, false);
});

async function search(query) {
  const mine = (asking = new AbortController());
  try {
    const response = await fetch(addressOf(`/search/options?q=${encodeURIComponent(query)}`), { headers: { Accept: "text/html" }, signal: mine.signal });
    if (!response.ok || response.redirected) throw new Error(`answered ${response.status}`);
    found().innerHTML = await response.text();
  } catch (error) {
    if (error.name === "AbortError") return;
    say("Search cannot be reached right now.");
    found().replaceChildren();
  }

  if (asking === mine) {
    asking = null;
    narrow();
  }
}

// The commands and places that contain every typed word.
function narrow() {
  const words = input().value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of dialog().querySelectorAll('[role="option"]')) {
    if (option.closest("#palette-found")) continue;
    const text = `${option.textContent} ${option.dataset.words ?? ""}`.toLowerCase();
    const cannot = option.dataset.do === "capture" && !document.querySelector(captures);
    option.hidden = cannot || !words.every((word) => text.includes(word));
  }

  for (const group of dialog().querySelectorAll('[role="group"]')) {
    group.hidden = ![...group.querySelectorAll('[role="option"]')].some((option) => !option.hidden);
  }

  const all = options();
  document.getElementById("palette-none").hidden = all.length > 0 || asking !== null;
  if (!asking) dialog().removeAttribute("aria-busy");
  say(all.length === 1 ? "1 result" : `${all.length} results`);
  const kept = moved && all.find((option) => option.getAttribute("aria-selected") === "true");
  select(kept || all[0]);
}

function select(option, scroll = true) {
  for (const other of dialog().querySelectorAll('[aria-selected="true"]')) other.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  if (option) input().setAttribute("aria-activedescendant", option.id);
  else input().removeAttribute("aria-activedescendant");
  if (scroll) option?.scrollIntoView({ block: "nearest" });
}

function choose(option, inNewTab) {
  const { href, press, do: command } = option.dataset;
  if (href && inNewTab) return window.open(href, "_blank", "noopener");
  dialog().close();
  if (href) location.assign(href);
  else if (press) document.querySelector(press)?.click();
  else if (command) run(command);
}

function listRecent() {
  const group = dialog().querySelector("[data-recent]");
  const title = document.createElement("p");
  title.className = "palette__title";
  title.ariaHidden = "true";
  title.textContent = "Recently visited";
  group.replaceChildren(
    title,
    ...recent()
      .slice(0, isTouch() ? 3 : 5)
      .map(({ href, text }, index) => {
        const option = document.createElement("div");
        option.className = "palette__option";
        option.role = "option";
        option.id = `palette-recent-${index}`;
        option.ariaSelected = "false";
        option.dataset.href = href;
        const words = document.createElement("span");
        words.className = "grow palette__text";
        words.textContent = text;
        const icon = dialog().querySelector("#palette-do-zone svg").cloneNode(true);
        option.append(icon, words);
        return option;
      }),
  );
}

function say(text) {
  document.getElementById("palette-status").textContent = text;
}
