// A review's meeting: turns selected text into findings, shows presence, and runs the agenda's clock.
import { isTyped, setTyped } from "./forms.js";
import { changed } from "./live.js";
import { writersIn } from "./presence.js";

const notes = () => document.querySelector("form[data-notes]");
const pick = () => document.querySelector("form[data-pick]");

// ------------------------------------------------------------------------------------------------ text into findings
// Until the form is sent, it contains the text selected last. Text typed by hand stays.
function take() {
  const area = notes()?.elements.namedItem("text");
  const form = pick();
  if (!area || !form || document.activeElement !== area) return false;
  const words = area.value.slice(area.selectionStart, area.selectionEnd).trim();
  const field = form.elements.namedItem("text");
  const mine = form.elements.namedItem("fromNotes");
  if (!words || (field.value && mine.value !== "true")) return false;
  field.value = words;
  mine.value = "true";
  return true;
}

document.addEventListener("selectionchange", take);
document.addEventListener("select", take, true);

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-pick]");
  if (form && event.target.name === "text" && !event.target.value) form.elements.namedItem("fromNotes").value = "";
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const area = notes()?.elements.namedItem("text");
  if (event.key === "Enter" && event.ctrlKey && event.target === area) {
    take();
    if (!pick()) return;
    event.preventDefault();
    document.querySelector("#pick-choices button")?.focus();
    return;
  }

  const choices = event.target.closest?.("#pick-choices");
  if (!choices || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    area?.focus();
    return;
  }

  const button = [...choices.querySelectorAll("button")].find((b) => b.dataset.pickKey === event.key);
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  button.click();
}, true);

// Sent. Back to the notes, where the conversation continues.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.elt?.matches?.("form[data-pick]") || !event.detail.successful) return;
  document.addEventListener(
    "htmx:afterSettle",
    () => {
      const form = pick();
      if (form) {
        form.elements.namedItem("text").value = "";
        form.elements.namedItem("fromNotes").value = "";
        setTyped(form, false);
      }

      const area = notes()?.elements.namedItem("text");
      area?.focus({ preventScroll: true });
      area?.setSelectionRange(area.selectionEnd, area.selectionEnd);
    },
    { once: true },
  );
});

// --------------------------------------------------------------------------------------------- who else edits the notes
const lookEvery = 4_000;
let seen = null;

async function look() {
  const form = notes();
  if (!form?.dataset.now || document.hidden) return;
  try {
    const response = await fetch(form.dataset.now, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) return;
    apply(form, await response.json());
  } catch {
    // The next attempt may succeed. Saving reports errors where they matter.
  }
}

function apply(form, now) {
  if (!form.isConnected) return;
  const writer = document.getElementById("notes-writer");
  const near = writersIn("notes").filter((name) => name !== now.writer);
  const text = [now.writer && `${now.writer} is writing`, near.length > 0 && `${near.join(", ")} in the notes`].filter(Boolean).join(", ");
  if (writer && writer.textContent !== text) writer.textContent = text;
  const area = form.elements.namedItem("text");
  if (!isTyped(form) && !form.dataset.conflict) {
    form.elements.namedItem("version").value = now.version;
    if (area.value !== now.text) {
      const [start, end] = [area.selectionStart, area.selectionEnd];
      area.value = now.text;
      area.setSelectionRange(start, end);
      form.elements.namedItem("from").value = now.text;
      document.dispatchEvent(new CustomEvent("pir:notes"));
    }
  }

  // Somebody else added a finding, a factor or an action.
  const known = seen ?? Number(form.dataset.version);
  if (now.version !== known) changed();
  seen = now.version;
}

setInterval(look, lookEvery);

// ------------------------------------------------------------------------------------------------------ the agenda's clock
const key = (agenda) => `pir-agenda-${agenda.dataset.agenda}`;

function tick() {
  for (const agenda of document.querySelectorAll("[data-agenda]")) {
    const began = Number(sessionStorage.getItem(key(agenda)));
    const button = agenda.querySelector("[data-agenda-start]");
    const label = began ? "Stop" : "Start";
    if (button.textContent !== label) button.textContent = label;
    let left = began ? (Date.now() - began) / 60_000 : -1;
    let rest = "";
    for (const part of agenda.querySelectorAll("[data-minutes]")) {
      const minutes = Number(part.dataset.minutes);
      part.classList.toggle("is-over", left >= minutes);
      part.classList.toggle("is-now", left >= 0 && left < minutes);
      if (left >= 0 && left < minutes) rest = `${Math.ceil(minutes - left)} min left`;
      left -= minutes;
    }
    const clock = agenda.querySelector("[data-agenda-clock]");
    const text = began ? rest || "Time is up" : "";
    if (clock.textContent !== text) clock.textContent = text;
  }
}

document.addEventListener("click", (event) => {
  const agenda = event.target.closest?.("[data-agenda-start]")?.closest("[data-agenda]");
  if (!agenda) return;
  if (sessionStorage.getItem(key(agenda))) sessionStorage.removeItem(key(agenda));
  else sessionStorage.setItem(key(agenda), String(Date.now()));
  tick();
});

setInterval(tick, 5_000);
document.addEventListener("htmx:afterSettle", tick);
document.addEventListener("pir:refreshed", tick);
tick();
