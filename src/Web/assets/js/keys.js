// Keyboard shortcuts. The legend behind "?" (Shared/Layout/Shortcut.cs) maps keys to commands; this file implements the commands.
import { addressOf } from "./address.js";

const leadTime = 1500;
let lead = null;
let at = null;

const isOff = () => document.body.dataset.keys === "off";
const isWriting = (target) => target.isContentEditable || target.matches?.("input, textarea, select");
const isVisible = (element) => element.offsetParent !== null;

// Where the page takes down what somebody sees or says: the capture line, the notes of a meeting, a pasted chat.
export const captures = "[data-capture], form[data-notes] textarea[name=text], [data-captures]";

const capturingFold = "form#form-action-new";

export const commands = {
  search: () => focus("main [data-search]") || press("[data-palette]"),
  capture: () => focus(captures) || unfold() || goToCapture() || press('a[href$="/incidents/new"]') || go("/incidents/new"),
  legend: () => toggleLegend(),
  next: () => walk(1),
  previous: () => walk(-1),
  insert: () => press(".is-at [data-insert]"),
  mark: () => press(".is-at [data-mark], .is-at button[name='isPinned']"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return leave(event);
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  // An open dialog owns the keyboard, but the key that opens the legend also closes it.
  if (document.querySelector("dialog[open]:modal") && event.key !== "?") return;
  const keys = lead && Date.now() - lead.time < leadTime ? `${lead.key} ${event.key}` : event.key;
  lead = null;
  const command = bound(keys);
  if (command ? run(command) : startsSomething(event.key)) event.preventDefault();
});

function bound(keys) {
  return document.querySelector(`[data-shortcut="${CSS.escape(keys)}"]`)?.dataset.command;
}

function startsSomething(key) {
  if (!document.querySelector(`[data-shortcut^="${CSS.escape(key)} "]`)) return false;
  lead = { key, time: Date.now() };
  return false;
}

export function run(command) {
  return command.startsWith("/") ? go(command) : Boolean(commands[command]?.());
}

function leave(event) {
  if (isWriting(event.target)) event.target.blur();
  else if (at && !document.querySelector("dialog[open]")) point(null);
}

function focus(selector) {
  const element = [...document.querySelectorAll(selector)].find(isVisible);
  element?.focus();
  return Boolean(element);
}

/** A folded form that captures, such as a new action. */
function unfold() {
  const fold = document.querySelector(capturingFold)?.closest("details");
  if (!fold || !isVisible(fold)) return false;
  fold.open = true;
  return focus(`${capturingFold} .input`);
}

/** A page about an incident or a review captures where its entries or notes are. */
function goToCapture() {
  const page = document.querySelector("[data-captures-at]");
  return page ? go(page.dataset.capturesAt) : false;
}

function press(selector) {
  const element = document.querySelector(selector);
  element?.click();
  return Boolean(element);
}

function go(path) {
  location.assign(addressOf(path));
  return true;
}

const stops = () => [...document.querySelectorAll(".entry, .list .item, .board__card")].filter(isVisible);

// The reader's place is kept by id if there is one, because a refresh may replace the element.
function point(stop) {
  for (const other of document.querySelectorAll(".is-at")) other.classList.toggle("is-at", other === stop);
  stop?.classList.add("is-at");
  at = stop;
}

function walk(step) {
  const all = stops();
  if (all.length === 0) return false;
  const focused = all.findIndex((stop) => stop.contains(document.activeElement));
  const current = at ? all.findIndex((stop) => isSame(stop, at)) : focused;
  const index = current === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(current + step, 0), all.length - 1);
  point(all[index]);
  (all[index].querySelector(".entry__time, .item__title, .board__title") ?? all[index]).focus({ preventScroll: true });
  all[index].scrollIntoView({ block: "nearest", behavior: "auto" });
  return true;
}

const isSame = (stop, other) => stop === other || (stop.id !== "" && stop.id === other.id);

function stay() {
  if (!at) return;
  const stop = stops().find((other) => isSame(other, at));
  if (stop) point(stop);
}

document.addEventListener("pir:refreshed", stay);
document.addEventListener("htmx:afterSettle", stay);

function toggleLegend() {
  const legend = document.getElementById("legend");
  if (legend?.open) legend.close();
  else legend?.showModal();
  return Boolean(legend);
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-legend]")) {
    document.getElementById("menu")?.matches(":popover-open") && document.getElementById("menu").hidePopover();
    toggleLegend();
  }
  // Outside the dialog, on its backdrop.
  if (event.target.matches?.("dialog")) event.target.close();
});

if (location.hash === "#search") focus("[data-search]");
// Going to the fragment takes the focus away, so this comes after it.
addEventListener("load", () => ["#capture", "#notes"].includes(location.hash) && setTimeout(() => focus(captures)));
