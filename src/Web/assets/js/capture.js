// The capture line on a phone with a bad connection: an entry that cannot be sent is kept in the browser and sent later, exactly once. People can paste images and chats.
import { pathOf } from "./address.js";
import { setTyped } from "./forms.js";
import { changed } from "./live.js";

const store = "pir-unsent";
const pause = 4_000;
const kept = ["kind", "text", "occurredAt", "wasAt", "exactAt", "clientId"];
let timer = 0;
let flushing = false;
let shownId = null;
let known = null;
let sentFromLine = false;

const form = () => document.getElementById("form-capture");
const field = (name) => form()?.elements.namedItem(name);
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(store)) ?? [];
  } catch {
    return [];
  }
};

function write(items) {
  try {
    if (items.length === 0) localStorage.removeItem(store);
    else localStorage.setItem(store, JSON.stringify(items));
  } catch {
    // Private windows may have no storage. Then only the line itself keeps the text.
  }
}

// Removed, so that the next user of this browser does not send it as their own.
const viewer = () => document.body.dataset.viewer ?? "";
const mine = () => read().filter((item) => item.viewer === viewer() && item.action === form()?.getAttribute("action"));
const hasImages = () => (field("image")?.files.length ?? 0) > 0;

// ---------------------------------------------------------------------------------------------------- unsent entries

function failed(event) {
  const line = form();
  known = null;
  if (!line || event.detail.requestConfig?.elt !== line || event.detail.xhr?.status === 422) return;
  // Images are too large to store. They stay in the line and are sent with it.
  const item = { action: line.getAttribute("action"), viewer: viewer(), at: new Date().toISOString(), fields: {} };
  for (const name of kept) item.fields[name] = field(name).value;
  if (!item.fields.exactAt && !item.fields.occurredAt) item.fields.exactAt = item.at;
  if (!hasImages()) write([...read().filter((other) => other.fields.clientId !== item.fields.clientId), item]);
  field("text").readOnly = true;
  show();
  later();
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("htmx:responseError", (event) => event.detail.xhr.status >= 500 && failed(event));

function later() {
  clearTimeout(timer);
  if (read().length > 0 || (field("text")?.readOnly && hasImages())) timer = setTimeout(flush, pause);
}

async function flush() {
  if (flushing || !form()) return;
  flushing = true;
  try {
    for (const item of mine()) if (!(await send(item))) break;
    if (field("text")?.readOnly && hasImages() && navigator.onLine) form().requestSubmit();
  } finally {
    flushing = false;
    show();
    later();
  }
}

async function send(item) {
  const body = new URLSearchParams(item.fields);
  body.set("__RequestVerificationToken", field("__RequestVerificationToken").value);
  try {
    const response = await fetch(item.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (response.status >= 500 || pathOf(response.url).startsWith("/sign-in")) return false;
    if (!response.ok) return refused(item, response.status);
    done(item);
    changed();
    return true;
  } catch {
    return false;
  }
}

function refused(item, status) {
  // Kept and shown, because only its writer may discard it.
  write(read().map((other) => (other.fields.clientId === item.fields.clientId ? { ...other, refused: status } : other)));
  return false;
}

function done(item) {
  write(read().filter((other) => other.fields.clientId !== item.fields.clientId));
  if (field("clientId")?.value === item.fields.clientId) next();
}

/** Starts a new line. Choices for the last entry must not apply to it. */
function fresh() {
  shownId = field("clientId").value;
  field("image").value = "";
  field("alt").value = "";
  document.getElementById("capture-images").open = false;
  document.getElementById("capture-offer").hidden = true;
}

/** Empties the line for another entry. */
function next() {
  const line = form();
  line.reset();
  for (const name of ["text", "occurredAt", "wasAt", "exactAt", "alt", "image"]) field(name).value = "";
  field("clientId").value = newId();
  field("text").readOnly = false;
  setTyped(line, false);
  line.dispatchEvent(new CustomEvent("pir:accepted", { bubbles: true }));
  previews();
}

function newId() {
  // Not randomUUID, because browsers only have it on https.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function show() {
  const box = document.getElementById("capture-waiting");
  if (!box) return;
  const items = mine();
  const inLine = items.find((item) => item.fields.clientId === field("clientId").value);
  field("text").readOnly = Boolean(inLine) || (field("text").readOnly && hasImages());
  const rows = items.map((item) => row(item, item === inLine));
  if (field("text").readOnly && !inLine) rows.push(note("Not sent yet. The entry and its image are kept here and sent when the connection is back."));
  box.replaceChildren(...rows);
  box.hidden = rows.length === 0;
}

function note(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function row(item, isInLine) {
  const line = note(
    item.refused ? `The server refused this entry (${item.refused}): ` : isInLine ? "Not sent yet. Kept here, and sent automatically when the connection is back. " : "Waiting to be sent: ",
  );
  if (!isInLine || item.refused) line.append(Object.assign(document.createElement("strong"), { textContent: item.fields.text }), " ");
  if (isInLine && !item.refused) line.append(button("Write the next entry", () => next()));
  if (item.refused) line.append(button("Discard", () => done(item)));
  return line;
}

function button(text, act) {
  const element = Object.assign(document.createElement("button"), { type: "button", className: "button button--small", textContent: text });
  element.addEventListener("click", () => {
    act();
    show();
  });
  return element;
}

// Scrolls to the new entry, so that its writer sees it.
const entries = () => [...document.querySelectorAll("#timeline .entry:not(.entry--auto)")];

document.addEventListener("htmx:beforeRequest", (event) => {
  sentFromLine = event.detail.requestConfig?.elt === form();
  known = sentFromLine ? new Set(entries().map((entry) => entry.id)) : null;
});

function arrived() {
  const added = known === null ? [] : entries().filter((entry) => !known.has(entry.id));
  known = null;
  for (const entry of added) entry.classList.add("entry--new");
  added.at(-1)?.scrollIntoView({ block: "nearest" });
}

addEventListener("online", flush);
document.addEventListener("pir:refreshed", () => {
  show();
  flush();
});
document.addEventListener("htmx:afterSettle", () => {
  const line = field("text");
  if (line && !mine().some((item) => item.fields.clientId === field("clientId").value)) line.readOnly = false;
  const isNext = line && shownId !== field("clientId").value;
  if (isNext) fresh();
  show();
  previews();
  arrived();
  // Whoever pressed the button writes the next entry.
  if (isNext && sentFromLine) line.focus({ preventScroll: true });
  sentFromLine = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const sent = event.detail.requestConfig?.parameters?.clientId;
  if (event.detail.successful && sent) write(read().filter((item) => item.fields.clientId !== sent));
});
if (form()) {
  shownId = field("clientId").value;
  show();
  flush();
}

// ------------------------------------------------------------------------------------------------------- images and chats

document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("[data-capture]")) return;
  const images = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
  if (images.length > 0) {
    event.preventDefault();
    attach(images);
    return;
  }

  if (isChat(event.clipboardData.getData("text/plain"))) document.getElementById("capture-offer").hidden = false;
});

/** Two lines with a time at the beginning or after a name. */
function isChat(text) {
  return text.split("\n").filter((line) => /^\s*(\[?\d{1,2}:\d{2}|.{1,60}\s\[?\d{1,2}:\d{2}(\s|$))/.test(line)).length >= 2;
}

function attach(images) {
  const files = new DataTransfer();
  for (const file of [...field("image").files, ...images]) files.items.add(file);
  field("image").files = files.files;
  document.getElementById("capture-images").open = true;
  setTyped(form(), true);
  previews();
}

document.addEventListener("change", (event) => {
  if (event.target.id !== "capture-image") return;
  document.getElementById("capture-images").open = event.target.files.length > 0;
  previews();
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-capture-image]")) field("image").click();
  const more = event.target.closest?.("[data-capture-more]");
  if (more) unfold(more);
  const dismissed = event.target.closest?.("[data-dismiss]");
  if (dismissed) document.getElementById(dismissed.dataset.dismiss).hidden = true;
});

/** On a phone, the line is one row. This button shows the rest. */
function unfold(button) {
  const folds = [...form().querySelectorAll(".capture__extra [open]")];
  const isOpen = button.getAttribute("aria-expanded") === "true" || folds.length > 0;
  button.setAttribute("aria-expanded", String(!isOpen));
  for (const fold of folds) fold.open = false;
}

function previews() {
  const box = document.getElementById("capture-previews");
  if (!box) return;
  box.replaceChildren(
    ...[...field("image").files].map((file) => {
      const image = Object.assign(document.createElement("img"), { alt: file.name, className: "shot" });
      const reader = new FileReader();
      reader.addEventListener("load", () => (image.src = reader.result));
      reader.readAsDataURL(file);
      return image;
    }),
  );
}
