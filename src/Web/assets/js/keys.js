// The keyboard: the legend behind "?" lists it (Components/Legend.razor).
const places = { h: "/", i: "/incidents", r: "/reviews", a: "/actions", s: "/sources" };
let leading = 0;
let at = -1;

const isOff = () => document.body.dataset.keys === "off";
const isWriting = (target) => target.isContentEditable || target.matches?.("input, textarea, select");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isWriting(event.target)) {
    event.target.blur();
    return;
  }

  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  if (Date.now() - leading < 1500 && places[event.key]) {
    leading = 0;
    event.preventDefault();
    location.assign(places[event.key]);
    return;
  }

  leading = event.key === "g" ? Date.now() : 0;
  if (commands[event.key]?.() === true) event.preventDefault();
});

const commands = {
  "/": () => focus("[data-search]") || go("/incidents#search"),
  c: () => focus("[data-capture]") || go("/incidents/new"),
  j: () => walk(1),
  k: () => walk(-1),
  "?": () => toggleLegend(),
};

function focus(selector) {
  const element = document.querySelector(selector);
  element?.focus();
  return Boolean(element);
}

function go(address) {
  location.assign(address);
  return true;
}

function walk(step) {
  const stops = [...document.querySelectorAll(".entry, .list .item")].filter((stop) => stop.offsetParent !== null);
  if (stops.length === 0) return false;
  const current = stops.findIndex((stop) => stop.classList.contains("is-at") || stop.contains(document.activeElement));
  at = current === -1 && at === -1 ? (step > 0 ? 0 : stops.length - 1) : Math.min(Math.max((current === -1 ? at : current) + step, 0), stops.length - 1);
  for (const stop of stops) stop.classList.toggle("is-at", stop === stops[at]);
  const target = stops[at].querySelector(".entry__time, .item__title") ?? stops[at];
  target.focus({ preventScroll: true });
  stops[at].scrollIntoView({ block: "nearest", behavior: "auto" });
  return true;
}

function toggleLegend() {
  const legend = document.getElementById("legend");
  if (legend?.open) legend.close();
  else legend?.showModal();
  return Boolean(legend);
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-legend]")) toggleLegend();
  if (event.target.matches?.("dialog")) event.target.close();
});

if (location.hash === "#search") focus("[data-search]");
