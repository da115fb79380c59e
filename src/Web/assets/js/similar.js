// While somebody describes a new incident, the open ones that may be about the same are shown.
import { addressOf } from "./address.js";

const pause = 300;
let timer = 0;
let asking = null;

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-similar]");
  if (!form || !["title", "service", "isDrill"].includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(form), pause);
});

async function ask(form) {
  asking?.abort();
  const mine = (asking = new AbortController());
  const query = new URLSearchParams({ title: form.elements.title.value, service: form.elements.service.value });
  if (form.elements.isDrill?.checked) query.set("drill", "true");
  try {
    const response = await fetch(addressOf(`/incidents/similar?${query}`), { headers: { Accept: "text/html" }, signal: mine.signal });
    if (response.ok && !response.redirected) document.getElementById("similar").innerHTML = await response.text();
  } catch {
    // Only an offer: without it, the incident is opened as usual.
  }
}
