// Who else has this review open, and where they are writing. The page reports every few seconds, and signs off when it is closed or hidden.
const every = 4_000;
const tab = makeTab();
let address = null;
let others = [];
let spoken = null;

// Not randomUUID, because browsers only have it on https.
function makeTab() {
  const digits = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const place = () => document.querySelector("form[data-presence]");

/** Names of the people who are writing in a form of this page. */
export const writersIn = (field) => others.filter((other) => other.field === field).map((other) => other.name);

// The form in which somebody is typing. A focused button does not count as typing.
function field() {
  const active = document.activeElement;
  if (!active?.matches?.("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")) return "";
  return active.form?.id.startsWith("form-") ? active.form.id.slice("form-".length, "form-".length + 60) : "";
}

function body(form, more) {
  const token = new FormData(form).get("__RequestVerificationToken");
  return new URLSearchParams({ __RequestVerificationToken: token, tab, ...more });
}

async function speak() {
  const form = place();
  if (!form || document.hidden) return;
  address = form.getAttribute("action");
  spoken = field();
  try {
    const response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: body(form, { field: spoken }) });
    if (!response.ok || response.redirected) return;
    others = await response.json();
    show();
  } catch {
    // The lost connection is already shown elsewhere on the page.
    others = [];
    show();
  }
}

function leave() {
  const form = place();
  if (address && form) navigator.sendBeacon(address, body(form, { gone: "true" }));
  address = null;
}

function show() {
  const list = document.getElementById("presence");
  if (!list) return;
  const said = JSON.stringify(others);
  if (list.dataset.said !== said) {
    list.dataset.said = said;
    list.replaceChildren(...others.map(item));
  }

  const wanted = new Map(others.filter((other) => other.field && other.field !== "notes").map((other) => [other.field, other.name]));
  for (const badge of document.querySelectorAll("[data-editing]")) if (wanted.get(badge.dataset.editing) !== badge.dataset.name) badge.remove();
  for (const [where, name] of wanted) mark(where, name);
}

function item(other) {
  const person = document.createElement("li");
  person.title = other.doing ? `${other.name}, ${other.doing}` : other.name;
  const avatar = element("span", "avatar", other.initials);
  avatar.setAttribute("aria-hidden", "true");
  person.append(avatar, element("span", "presence__name", other.doing ? `${other.name},` : other.name));
  if (other.doing) person.append(element("span", "presence__doing", other.doing));
  return person;
}

function mark(where, name) {
  const form = document.getElementById(`form-${where}`);
  const at = form?.closest(".asks") ?? form;
  if (!at || at.querySelector("[data-editing]")) return;
  const badge = element("span", "editing", `${name} is writing here`);
  badge.dataset.editing = where;
  badge.dataset.name = name;
  at.prepend(badge);
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

setInterval(speak, every);
// A change of the form in which somebody is typing is reported immediately.
for (const event of ["focusin", "focusout"]) {
  document.addEventListener(event, () => setTimeout(() => place() && field() !== spoken && speak(), 300));
}
document.addEventListener("visibilitychange", () => (document.hidden ? leave() : speak()));
addEventListener("pagehide", leave);
addEventListener("pageshow", speak);
for (const event of ["htmx:afterSettle", "pir:refreshed"]) document.addEventListener(event, show);
