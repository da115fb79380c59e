// Notes are saved automatically and never overwrite somebody else's words: changes of two people are merged,
// and of lines both changed the second writer sees the difference and chooses.
import { isTyped, setTyped } from "./forms.js";
import { merge } from "./merge.js";

const quiet = 900;
const retry = 5_000;
const longest = 4_000;
let timer = 0;
let since = 0;
let saving = null;
// Sent once with the next save.
let merged = "";

const form = () => document.querySelector("form[data-notes]");

document.addEventListener("input", (event) => {
  if (!event.target.closest?.("form[data-notes]")) return;
  say("Typing…");
  // Saved at intervals even while somebody types without a pause, so that others see the text grow.
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

/** Saves the input, if any. Resolves once it is on the server or saving has failed. */
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
  const body = new URLSearchParams(new FormData(notes));
  body.delete("from");
  say("Saving…");
  try {
    const response = await fetch(notes.getAttribute("action"), {
      method: "PUT",
      headers: { Accept: "application/json" },
      body,
    });
    if (response.status === 409) return meet(notes, await response.json());
    if (!response.ok || response.redirected) throw new Error();
    const saved = await response.json();
    startFrom(notes, saved.version, sent);
    if (area.value === sent) setTyped(notes, false);
    else later(quiet);
    say(`${merged}Saved ${saved.at}`);
    merged = "";
  } catch {
    say(`${navigator.onLine ? "Not saved yet: the server could not be reached" : "Offline"}. Your text is kept in this browser and sent automatically.`, true);
    later(retry);
  }
}

// The text on which the editor is based, and the version of the review that it is from.
function startFrom(notes, version, text) {
  notes.elements.namedItem("version").value = version;
  notes.elements.namedItem("from").value = text;
}

// Somebody else was faster. Changes of different lines are merged automatically.
function meet(notes, theirs) {
  const { area, outcome } = mergeWith(notes, theirs.text);
  if (outcome.clashes > 0) return clash(notes, theirs);
  put(area, outcome);
  startFrom(notes, theirs.version, theirs.text);
  merged = `Merged with changes by ${theirs.by}. `;
  say(merged);
  later(0);
}

function mergeWith(notes, theirs, keep) {
  const area = notes.elements.namedItem("text");
  return { area, outcome: merge(notes.elements.namedItem("from").value, area.value, theirs, keep) };
}

// The writer continues where they were.
function put(area, { text, caret }) {
  const [start, end, top] = [caret(area.selectionStart), caret(area.selectionEnd), area.scrollTop];
  area.value = text;
  area.setSelectionRange(start, end);
  area.scrollTop = top;
  document.dispatchEvent(new CustomEvent("pir:notes"));
}

// The focus stays in the field, so that people can keep typing. The panel announces itself.
function clash(notes, theirs) {
  const panel = document.getElementById("notes-conflict");
  notes.dataset.conflict = "true";
  say("Not saved: somebody else changed the notes.", true);
  panel.hidden = false;
  panel.querySelector("[data-theirs]").value = theirs.text;
  panel.dataset.version = theirs.version;
  panel.querySelector("[data-diff]").replaceChildren(...theirs.diff.map(run));
  const alert = panel.querySelector("[role=alert]");
  alert.replaceChildren(...alert.childNodes);
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
  const theirs = panel.querySelector("[data-theirs]").value;
  const { area, outcome } = mergeWith(notes, theirs, choice);
  put(area, outcome);
  startFrom(notes, panel.dataset.version, theirs);
  delete notes.dataset.conflict;
  panel.hidden = true;
  setTyped(notes, true);
  area.focus();
  save();
});

// Another form of the page is about to be sent, so save the notes first.
document.addEventListener("htmx:confirm", (event) => {
  const notes = form();
  if (!notes || event.target === notes || !isTyped(notes) || notes.dataset.conflict) return;
  event.preventDefault();
  save().then(() => event.detail.issueRequest(true));
});
