// Notes save themselves. Somebody else's words are never overwritten: the second writer sees both texts and chooses.
import { isTyped, setTyped } from "./forms.js";

const quiet = 900;
const retry = 5_000;
const longest = 4_000;
let timer = 0;
let since = 0;
let saving = null;

const form = () => document.querySelector("form[data-notes]");

document.addEventListener("input", (event) => {
  if (!event.target.closest?.("form[data-notes]")) return;
  say("Typing…");
  // Others see it grow, also while somebody types without a pause.
  since ||= Date.now();
  later(Math.max(0, Math.min(quiet, since + longest - Date.now())));
});

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => save(), wait);
}

function say(text, bad = false) {
  const status = document.getElementById("notes-state");
  if (!status) return;
  status.textContent = text;
  status.classList.toggle("field__error", bad);
}

/** Saves what is typed, if anything is; resolves when it is on the server or cannot be. */
export async function save() {
  clearTimeout(timer);
  since = 0;
  await saving;
  const notes = form();
  if (!notes || !isTyped(notes) || notes.dataset.conflict) return;
  saving = send(notes).finally(() => (saving = null));
  await saving;
}

async function send(notes) {
  const area = notes.elements.namedItem("text");
  const sent = area.value;
  say("Saving…");
  try {
    const response = await fetch(notes.getAttribute("action"), {
      method: "PUT",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(notes)),
    });
    if (response.status === 409) return clash(notes, await response.json());
    if (!response.ok || response.redirected) throw new Error();
    const saved = await response.json();
    notes.elements.namedItem("base").value = saved.base;
    if (area.value === sent) setTyped(notes, false);
    else later(quiet);
    say(`Saved ${saved.at}`);
  } catch {
    say(`${navigator.onLine ? "Not saved yet: the server could not be reached" : "Offline"}. Your text is kept in this browser and sent by itself.`, true);
    later(retry);
  }
}

function clash(notes, theirs) {
  const panel = document.getElementById("notes-conflict");
  notes.dataset.conflict = "true";
  say("Not saved: somebody else changed the notes meanwhile.", true);
  panel.hidden = false;
  panel.querySelector("[data-theirs]").value = theirs.text;
  panel.dataset.base = theirs.base;
  panel.querySelector("[data-diff]").replaceChildren(...theirs.diff.map(run));
  panel.querySelector("button").focus();
}

function run({ kind, text }) {
  if (kind === "same") return document.createTextNode(text);
  const words = document.createElement(kind === "removed" ? "del" : "ins");
  words.textContent = text;
  return words;
}

addEventListener("online", () => save());

document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-keep]")?.dataset.keep;
  const notes = form();
  if (!choice || !notes) return;
  const panel = document.getElementById("notes-conflict");
  const area = notes.elements.namedItem("text");
  const theirs = panel.querySelector("[data-theirs]").value;
  if (choice === "theirs") area.value = theirs;
  if (choice === "both") area.value = `${theirs.trimEnd()}\n\n${area.value}`;
  notes.elements.namedItem("base").value = panel.dataset.base;
  delete notes.dataset.conflict;
  panel.hidden = true;
  setTyped(notes, true);
  area.focus();
  save();
});

// Another form of the page is about to be sent: first the notes.
document.addEventListener("htmx:confirm", (event) => {
  const notes = form();
  if (!notes || event.target === notes || !isTyped(notes) || notes.dataset.conflict) return;
  event.preventDefault();
  save().then(() => event.detail.issueRequest(true));
});
