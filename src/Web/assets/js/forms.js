// Forms are sent by htmx and the answer is morphed into the page, so focus, scroll and what is typed elsewhere stay.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph/htmx";
import { toast } from "./toast.js";

// Forms somebody has typed into and not sent: nothing may overwrite them.
const typed = new WeakSet();
let answered = null;

export const isTyped = (form) => typed.has(form);
// Between an answer and its settling the answered form has no protection: nothing else may touch the page then.
export const isSwapping = () => answered !== null;
export const setTyped = (form, value) => (value ? typed.add(form) : typed.delete(form));

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  if (form) typed.add(form);
});

const keep = Idiomorph.defaults.callbacks;
keep.beforeNodeMorphed = (old) => !(old instanceof HTMLFormElement && typed.has(old));
keep.beforeNodeRemoved = (old) => !(old instanceof Element && old.matches("form, details:has(form)") && holdsTyped(old));
// What the reader has unfolded stays so, except around the form that was just answered.
keep.beforeAttributeUpdated = (attribute, element) =>
  !(attribute === "open" && element.matches("details, dialog")) || (answered !== null && element.contains(answered));

function holdsTyped(element) {
  const forms = element.matches("form") ? [element] : [...element.querySelectorAll("form")];
  return forms.some((form) => typed.has(form) && form !== answered);
}

// The session ended: going to the sign-in page now would lose what is typed.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status !== 401) return;
  event.preventDefault();
  toast("You are signed out. What you typed is still here.", { link: { href: "/sign-in", text: "Sign in in another tab", newTab: true } });
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt?.closest("form");
  if (form && event.detail.shouldSwap) {
    answered = form;
    typed.delete(form);
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const form = answered;
  answered = null;
  // Refused: the server gave back what was typed, and it is still unsaved.
  if (form?.isConnected && event.detail.xhr?.status === 422) {
    typed.add(form);
    form.querySelector('[aria-invalid="true"]')?.focus();
  }
});

document.addEventListener("htmx:swapError", () => (answered = null));

document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const update = event.detail.history;
  // A refusal is shown on the page it was sent from; the form's own address answers no GET.
  if (event.detail.xhr?.status >= 400) update.path = location.pathname + location.search;
  if (update.path === location.pathname + location.search) update.type = "replace";
});

document.addEventListener("htmx:sendError", () => toast("The server could not be reached. What you typed is still here; try again."));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) toast("The server could not do this. What you typed is still here; try again.");
});

// Enter sends a one-line form; Shift+Enter starts a new line in it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (!event.target.matches?.("textarea[data-enter-sends]")) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.form.requestSubmit();
});

addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-warn]")].some((form) => typed.has(form));
  if (unsaved) event.preventDefault();
});

export { htmx, Idiomorph };
