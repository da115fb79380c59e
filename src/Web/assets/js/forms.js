// htmx sends the forms and morphs the answer into the page, so that focus, scroll position and text in other fields stay.
import { addressOf, pathOf } from "./address.js";
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph/htmx";
import { toast } from "./toast.js";

// Forms with unsent input, which nothing may overwrite.
const typed = new WeakSet();
let answered = null;

export const isTyped = (form) => typed.has(form);
// Between a response and its settling, the form is not protected, so nothing else may change the page.
export const isSwapping = () => answered !== null;
export function setTyped(form, value) {
  if (value) typed.add(form);
  else accepted(form);
}

// The server has the input.
function accepted(form) {
  typed.delete(form);
  form.dispatchEvent(new CustomEvent("pir:accepted", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form");
  if (form) typed.add(form);
});

const keep = Idiomorph.defaults.callbacks;
// A row that is picked for a form elsewhere on the page stays picked when the list is refreshed.
const isPicked = (node) => node instanceof HTMLInputElement && node.matches('[type="checkbox"][form]') && node.checked;
keep.beforeNodeMorphed = (old) => !(old instanceof HTMLFormElement && typed.has(old)) && !isPicked(old);
keep.beforeNodeRemoved = (old) => !(old instanceof Element && old.matches("form, details:has(form)") && holdsTyped(old));
// Sections that the reader has unfolded stay open, except around the form that was just submitted.
keep.beforeAttributeUpdated = (attribute, element) =>
  !(attribute === "open" && element.matches("details, dialog")) || (answered !== null && element.contains(answered));

function holdsTyped(element) {
  const forms = element.matches("form") ? [element] : [...element.querySelectorAll("form")];
  return forms.some((form) => typed.has(form) && form !== answered);
}

// The session has ended. Going to the sign-in page now would lose the input.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr } = event.detail;
  const isSent = xhr.responseURL && pathOf(xhr.responseURL) === "/sign-in" && pathOf(location) !== "/sign-in";
  if (xhr.status !== 401 && !isSent) return;
  event.preventDefault();
  toast("You are signed out. What you typed is still here.", { link: { href: addressOf("/sign-in"), text: "Sign in in another tab", newTab: true } });
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status >= 400 && explain(xhr)) {
    event.detail.shouldSwap = false;
    return;
  }

  const form = requestConfig?.elt?.closest("form");
  if (!form || !event.detail.shouldSwap) return;
  answered = form;
  if (xhr.status < 400) accepted(form);
  else typed.delete(form);
});

// An error page would replace the form, so its message is shown in a toast and the form stays.
function explain(xhr) {
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const failure = page.querySelector("[data-failure]");
  if (!failure) return false;
  const wait = xhr.getResponseHeader("Retry-After");
  const words = [failure.dataset.failure, failure.dataset.advice, wait ? `Try again in ${wait} s.` : "", "What you typed is still here."];
  toast(words.filter(Boolean).join(" "));
  if (xhr.status === 400) renewTokens(page);
  return true;
}

// A page that has been open since yesterday sends an expired token. The response has a new one, unless somebody else has signed in since.
function renewTokens(page) {
  const fresh = page.querySelector('input[name="__RequestVerificationToken"]')?.value;
  if (!fresh || page.body.dataset.viewer !== document.body.dataset.viewer) return;
  for (const field of document.querySelectorAll('input[name="__RequestVerificationToken"]')) field.value = fresh;
}

document.addEventListener("htmx:afterSettle", (event) => {
  const form = answered;
  answered = null;
  // Refused. The server returned the text, which is still unsaved.
  if (form?.isConnected && [409, 422].includes(event.detail.xhr?.status)) {
    typed.add(form);
    form.querySelector('[aria-invalid="true"]')?.focus();
  }
});

document.addEventListener("htmx:swapError", () => (answered = null));

document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const update = event.detail.history;
  // A refusal is shown on the original page, because the form's own address has no GET.
  if (event.detail.xhr?.status >= 400) update.path = location.pathname + location.search;
  if (update.path === location.pathname + location.search) update.type = "replace";
});

document.addEventListener("htmx:sendError", (event) => {
  // The capture line retries automatically and says so itself.
  if (event.detail.requestConfig?.elt?.id !== "form-capture") toast("The server could not be reached. What you typed is still here. Try again.");
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 500 && !xhr.responseText.includes("data-failure")) toast("Something went wrong on the server. What you typed is still here. Try again.");
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
