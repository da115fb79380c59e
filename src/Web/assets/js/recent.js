// Recently visited pages, kept in this browser until the reader signs out or somebody else signs in.
import { pathOf } from "./address.js";

const store = "pir-recent";
const most = 8;
const worthwhile = /^\/(incidents\/INC-\d+|actions\/ACT-\d+|reviews\/[0-9a-f-]{36}|published\/[0-9a-f-]{36}(\/\d+)?)$/i;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(store));
    return kept.viewer === document.body.dataset.viewer ? kept.places : [];
  } catch {
    return [];
  }
}

/** Addresses and titles, latest first, without the current page. */
export const recent = () => read().filter((place) => place.href !== location.pathname);

function remember() {
  const viewer = document.body.dataset.viewer;
  if (!viewer || !worthwhile.test(pathOf(location))) return;
  const text = document.title.replace(/ · PIR Platform$/, "");
  const places = [{ href: location.pathname, text }, ...read().filter((place) => place.href !== location.pathname)].slice(0, most);
  try {
    localStorage.setItem(store, JSON.stringify({ viewer, places }));
  } catch {
    // Storage is full or disabled, so there are no recent pages.
  }
}

document.addEventListener("submit", (event) => {
  if (pathOf(event.target.getAttribute("action")) === "/sign-out") localStorage.removeItem(store);
});
document.addEventListener("htmx:afterSettle", remember);
remember();
