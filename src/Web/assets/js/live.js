// Pages with a [data-live] address listen there. After an event about something that the page does not show yet, the regions marked [data-live-region] are fetched again and morphed.
import { addressOf, pathOf } from "./address.js";
import { htmx, Idiomorph, isSwapping } from "./forms.js";
import { toast } from "./toast.js";

const states = { connecting: "Connecting…", live: "Live", lost: "Connection lost. Trying again…", out: "You are signed out" };
const shortestWait = 1_000;
const longestWait = 30_000;
// How often to fetch the page again where it is older than an event. The waits double, to 16 s altogether.
const mostTries = 6;

let address = null;
let source = null;
let wait = shortestWait;
let timer = 0;
let retry = 0;
let look = 0;
let running = false;
let again = false;
// Whether something may have changed that no event tells of. The first stream of a page begins with what happened since the server read it.
let missed = false;
let swaps = 0;
// Whether to fetch the page even if it shows all events.
let dirty = false;
// Forms that are being sent. Their responses may show what events tell of meanwhile.
let sending = 0;
// The version of each subject that an event told of and the page does not show yet.
const awaited = new Map();
let tries = 0;
let state = "connecting";

function show(next) {
  if (state === "lost" && next === "live") tell("Connected again. The page is up to date.");
  state = next;
  const label = document.getElementById("live");
  if (!label || label.dataset.state === next) return;
  label.dataset.state = next;
  label.textContent = states[next];
}

function connect() {
  address = document.querySelector("[data-live]")?.dataset.live ?? null;
  source?.close();
  source = null;
  clearTimeout(retry);
  awaited.clear();
  if (!address) return;
  const since = missed ? null : document.querySelector("[data-live]").dataset.liveSince;
  source = new EventSource(since ? `${address}&since=${encodeURIComponent(since)}` : address);
  source.onopen = () => {
    wait = shortestWait;
    show("live");
    // Changes during the gap.
    if (missed) changed();
    missed = false;
  };
  source.onmessage = heard;
  source.onerror = () => {
    const isKnown = state === "lost";
    const isRefused = source?.readyState === EventSource.CLOSED;
    missed = true;
    show("lost");
    // A stream does not say why it ended. The page does.
    if (isRefused || !isKnown) refresh();
    if (!isRefused) return;
    retry = setTimeout(connect, wait);
    wait = Math.min(wait * 2, longestWait);
  };
}

function heard(event) {
  const [, subject, version] = event.data.split(" ");
  if (!subject) return changed();
  awaited.set(subject, Math.max(Number(version), awaited.get(subject) ?? 0));
  tries = 0;
  soon();
}

export function changed() {
  dirty = true;
  soon();
}

// A burst of events is one refresh.
function soon(pause = 200) {
  clearTimeout(timer);
  timer = setTimeout(() => sending === 0 && !running && (dirty || lacks()) && refresh(), pause);
}

// Not a number where the page does not say which version it shows.
const shown = (subject) => Number((document.querySelector(`[data-aggregate="${subject}"]`) ?? document.getElementById(`e-${subject}`))?.dataset.version);
const lacks = () => [...awaited].some(([subject, version]) => !(shown(subject) >= version));

// What is built from events may come later than the event, and a refresh that follows it closely too early.
function check(told) {
  for (const [subject, version] of awaited) {
    const isShown = shown(subject) >= version;
    const isUnversioned = Number.isNaN(shown(subject)) && told.get(subject) === version;
    if (isShown || isUnversioned || tries >= mostTries) awaited.delete(subject);
  }

  if (awaited.size > 0) soon(250 * 2 ** tries++);
}

async function refresh() {
  if (running) {
    again = true;
    return;
  }

  running = true;
  dirty = false;
  const asked = { at: location.href, swaps };
  const told = new Map(awaited);
  try {
    const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html", "Pir-Refresh": "1" } });
    if (pathOf(response.url) === "/sign-in") return signedOut();
    if (!response.ok || new URL(response.url).pathname !== new URL(asked.at).pathname) throw new Error(`answered ${response.status}`);
    const text = await response.text();
    // Responses to earlier requests would undo newer changes of the page.
    if (isSwapping() || asked.at !== location.href || asked.swaps !== swaps) again = true;
    else apply(new DOMParser().parseFromString(text, "text/html"), told);
    if (state === "out") connect();
    if (source?.readyState === EventSource.OPEN) show("live");
  } catch {
    // The page is outdated now, whatever the stream says.
    missed = true;
    show("lost");
    clearTimeout(timer);
    timer = setTimeout(refresh, wait);
    wait = Math.min(wait * 2, longestWait);
  } finally {
    running = false;
    if (again || dirty) changed();
    again = false;
    lookAgain();
  }
}

// A region that waits for an outcome declares when to refresh, in milliseconds.
function lookAgain() {
  clearTimeout(look);
  const wanted = document.querySelector("[data-live-region][data-refresh]")?.dataset.refresh;
  if (wanted) look = setTimeout(refresh, Number(wanted));
}

function apply(fresh, told) {
  const known = new Set([...document.querySelectorAll(".entry, .list .item")].map((entry) => entry.id));
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 80;
  const arriving = document.querySelectorAll(".entry--new");
  for (const region of document.querySelectorAll("[data-live-region]")) {
    const next = fresh.getElementById(region.id);
    if (!next) continue;
    Idiomorph.morph(region, next, { morphStyle: "outerHTML" });
    htmx.process(document.getElementById(region.id));
  }

  for (const entry of arriving) entry.classList.add("entry--new");
  show(state);
  for (const item of document.querySelectorAll(".list .item[id]")) if (!known.has(item.id)) item.classList.add("item--new");
  const added = [...document.querySelectorAll(".entry")].filter((entry) => !known.has(entry.id));
  for (const entry of added) entry.classList.add("entry--new");
  if (added.length > 0) announce(added);
  if (added.length > 0 && atEnd) scrollTo({ top: document.documentElement.scrollHeight });
  check(told);
  document.dispatchEvent(new CustomEvent("pir:refreshed"));
}

function announce(added) {
  const entry = added.at(-1);
  const text = (entry.querySelector(".long__start") ?? entry.querySelector(".entry__text"))?.textContent ?? "";
  tell(added.length === 1 ? `New entry: ${text}` : `${added.length} new entries. Latest: ${text}`);
}

function tell(text) {
  const status = document.getElementById("announce");
  if (status) status.textContent = text;
}

function signedOut() {
  source?.close();
  source = null;
  clearTimeout(retry);
  show("out");
  toast("You are signed out. What you typed is still here, but this page no longer updates.", { link: { href: addressOf("/sign-in"), text: "Sign in in another tab", newTab: true } });
}

// The browser knows immediately what the stream notices late.
addEventListener("offline", () => {
  missed = true;
  if (address) show("lost");
  else toast("You are offline. What you type is kept.");
});
addEventListener("online", () => {
  wait = shortestWait;
  if (address) connect();
});
// Back after signing in elsewhere.
addEventListener("focus", () => state === "out" && refresh());
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  missed = true;
  connect();
});
document.addEventListener("htmx:beforeSend", (event) => {
  if (event.detail.requestConfig.verb === "get") return;
  sending++;
  event.detail.xhr.addEventListener("loadend", () => {
    sending--;
    soon();
  });
});
document.addEventListener("htmx:afterSwap", () => swaps++);
document.addEventListener("htmx:afterSettle", () => {
  if ((document.querySelector("[data-live]")?.dataset.live ?? null) !== address) {
    // The response was another page.
    state = "connecting";
    missed = false;
    connect();
  }

  show(state);
  lookAgain();
});
connect();
lookAgain();
