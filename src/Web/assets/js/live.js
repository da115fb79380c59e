// Pages with a [data-live] address listen there; whatever happens, the regions marked [data-live-region] are fetched again and morphed.
import { htmx, Idiomorph } from "./forms.js";

const states = { connecting: "Connecting…", live: "Live", lost: "Connection lost. Trying again…" };
const shortestWait = 1_000;
const longestWait = 30_000;

let source = null;
let wait = shortestWait;
let timer = 0;
let running = false;
let again = false;
let missed = false;
let state = "connecting";

function show(next) {
  state = next;
  const label = document.getElementById("live");
  if (!label || label.dataset.state === next) return;
  label.dataset.state = next;
  label.textContent = states[next];
}

function connect() {
  const address = document.querySelector("[data-live]")?.dataset.live;
  if (!address) return;
  source?.close();
  source = new EventSource(address);
  source.onopen = () => {
    wait = shortestWait;
    show("live");
    // What happened while nobody listened.
    if (missed) changed();
    missed = false;
  };
  source.onmessage = changed;
  source.onerror = () => {
    missed = true;
    show("lost");
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, longestWait);
  };
}

// A burst of events is one refresh.
function changed() {
  clearTimeout(timer);
  timer = setTimeout(refresh, 200);
}

async function refresh() {
  if (running) {
    again = true;
    return;
  }

  running = true;
  try {
    const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!response.ok || new URL(response.url).pathname !== location.pathname) throw new Error(`answered ${response.status}`);
    apply(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    missed = true;
  } finally {
    running = false;
    if (again) changed();
    again = false;
  }
}

function apply(fresh) {
  const known = new Set([...document.querySelectorAll(".entry")].map((entry) => entry.id));
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 80;
  for (const region of document.querySelectorAll("[data-live-region]")) {
    const next = fresh.getElementById(region.id);
    if (!next) continue;
    Idiomorph.morph(region, next, { morphStyle: "outerHTML" });
    htmx.process(document.getElementById(region.id));
  }

  show(state);
  const added = [...document.querySelectorAll(".entry")].filter((entry) => !known.has(entry.id));
  for (const entry of added) entry.classList.add("entry--new");
  if (added.length > 0) announce(added);
  if (added.length > 0 && atEnd) scrollTo({ top: document.documentElement.scrollHeight });
  document.dispatchEvent(new CustomEvent("pir:refreshed"));
}

function announce(added) {
  const status = document.getElementById("announce");
  if (!status) return;
  const text = added.at(-1).querySelector(".entry__text")?.textContent ?? "";
  status.textContent = added.length === 1 ? `New entry: ${text}` : `${added.length} new entries. Latest: ${text}`;
}

addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => event.persisted && connect());
document.addEventListener("htmx:afterSettle", () => show(state));
connect();
