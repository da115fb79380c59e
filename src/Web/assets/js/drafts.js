// Text typed into a form survives a reload, a crash of the page or a lost session until the form is accepted: it is kept in this browser and restored, in any tab, for a week.
import { pathOf } from "./address.js";
import { setTyped } from "./forms.js";
import { toast } from "./toast.js";

const prefix = "pir-draft ";
const pause = 250;
const longest = 7 * 24 * 3_600_000;
const timers = new WeakMap();

const viewer = () => document.body.dataset.viewer ?? "";
const keyOf = (form) => `${prefix}${viewer()} ${location.pathname} ${form.getAttribute("action")}`;
const isKept = (form) => form?.matches('form[hx-boost="true"]');
const isToken = (field) => field.name.startsWith("__");

// The hidden version belongs to the text. With a newer version, the text would overwrite other people's changes.
function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !isToken(field) && !["password", "file", "submit", "button", "fieldset"].includes(field.type));
}

function valueOf(field) {
  return field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
}

function keep(form) {
  const values = fieldsOf(form).map((field) => [field.name, field.value, valueOf(field)]);
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), values }));
  } catch {
    // Storage is full or disabled. The page itself still has the text.
  }
}

function forget(form) {
  clearTimeout(timers.get(form));
  localStorage.removeItem(keyOf(form));
  form.querySelector("[data-restored]")?.remove();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  if (!isKept(form)) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), pause));
});

document.addEventListener("pir:accepted", (event) => isKept(event.target) && forget(event.target));

function restore(form) {
  const { at, values } = read(keyOf(form)) ?? {};
  if (!values) return;
  if (Date.now() - at > longest) return forget(form);
  const fields = fieldsOf(form);
  const changed = values.filter(([name, value, kept]) => {
    const field = find(fields, name, value);
    return field && field.type !== "hidden" && valueOf(field) !== kept;
  });
  if (changed.length === 0) return forget(form);
  const before = fields.map((field) => [field, valueOf(field)]);
  for (const [name, value, kept] of values) put(find(fields, name, value), kept);
  setTyped(form, true);
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  say(form, before);
}

// Check boxes with the same name are distinguished by their value.
function find(fields, name, value) {
  const same = fields.filter((field) => field.name === name);
  return same.length === 1 ? same[0] : same.find((field) => field.value === value);
}

function put(field, value) {
  if (!field) return;
  if (typeof value === "boolean") field.checked = value;
  else field.value = value;
}

function say(form, before) {
  const note = document.createElement("p");
  note.className = "restored";
  note.dataset.restored = "";
  note.append("Your unsaved text was restored. ");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button--quiet";
  drop.textContent = "Discard";
  drop.addEventListener("click", () => {
    const typed = fieldsOf(form).map((field) => [field, valueOf(field)]);
    for (const [field, value] of before) put(field, value);
    setTyped(form, false);
    toast("Discarded.", {
      good: true,
      undo: () => {
        for (const [field, value] of typed) put(field, value);
        setTyped(form, true);
        keep(form);
      },
    });
  });
  note.append(drop);
  form.prepend(note);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function restoreAll() {
  for (const form of document.querySelectorAll('form[hx-boost="true"]')) {
    if (!form.querySelector("[data-restored], [aria-invalid]")) restore(form);
  }
}

// Signing out removes all drafts, because somebody else may use this browser next.
document.addEventListener("submit", (event) => {
  if (pathOf(event.target.getAttribute("action")) !== "/sign-out") return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
});

restoreAll();
