// Running clocks, copy buttons, and switches that know the browser's time zone.
import { toast } from "./toast.js";

function words(milliseconds) {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  if (hours > 0) return minutes % 60 > 0 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : "under a minute";
}

function tick() {
  for (const clock of document.querySelectorAll("[data-since]")) {
    const passed = Date.now() - Date.parse(clock.dataset.since);
    const text = !("ongoing" in clock.dataset) ? words(passed) : passed < 60_000 ? "just now" : `for ${words(passed)}`;
    if (clock.textContent !== text) clock.textContent = text;
  }
  for (const clock of document.querySelectorAll("[data-due]")) {
    const left = Date.parse(clock.dataset.due) - Date.now();
    const of = clock.dataset.of;
    const text = left < 0 ? `${of ? `${of} overdue` : "Overdue"} by ${words(-left)}` : `${of ? `${of} due` : "Due"} in ${words(left)}`;
    if (clock.textContent === text) continue;
    clock.textContent = text;
    if (left < 0) clock.parentElement.classList.add("badge--red");
  }
}

setInterval(tick, 5_000);
document.addEventListener("pir:refreshed", tick);
tick();

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const text = field.value ?? field.textContent;
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied", { good: true });
  } catch {
    // There is no clipboard without a secure origin. Select the text, so that Ctrl+C works.
    field.focus();
    if (field.select) field.select();
    else getSelection().selectAllChildren(field);
  }
});

document.addEventListener("click", (event) => event.target.closest?.("[data-print]") && print());

function reveal(button, shown) {
  document.getElementById(button.dataset.reveal).type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveal]");
  if (button) reveal(button, button.getAttribute("aria-pressed") !== "true");
});
// Hide the password before sending, or the browser would remember it as ordinary text.
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-reveal][aria-pressed=true]")) reveal(button, false);
}, true);

for (const field of document.querySelectorAll("input[data-browser-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// An open menu closes when the focus moves elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Scrolls an unfolded section into view, above everything that is fixed to the lower edge.
document.addEventListener("click", (event) => {
  const ask = event.target.closest?.(".ask > summary")?.parentElement;
  if (!ask) return;
  requestAnimationFrame(() => {
    const panel = ask.open && ask.querySelector(":scope > :not(summary)");
    if (panel) panel.scrollIntoView({ block: panel.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  });
});
