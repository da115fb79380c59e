// The timeline: links into folds, adding between two entries, taking over somebody else's text, names to choose from.
import { addressOf } from "./address.js";

// A link to an entry opens the folds around it.
function reveal() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (!target) return;
  const folds = [];
  for (let fold = target.parentElement?.closest("details"); fold; fold = fold.parentElement?.closest("details")) folds.push(fold);
  if (folds.every((fold) => fold.open)) return;
  for (const fold of folds) fold.open = true;
  target.scrollIntoView({ block: "center" });
}

addEventListener("hashchange", reveal);
reveal();

// On a phone, the bar replaces the head once that is out of sight.
const sight = new IntersectionObserver((entries) => {
  const head = entries.at(-1);
  document.getElementById("incident-bar")?.classList.toggle("is-on", !head.isIntersecting);
});

function watchHead() {
  sight.disconnect();
  const head = document.getElementById("incident-head");
  if (head) sight.observe(head);
}

for (const event of ["pir:refreshed", "htmx:afterSettle"]) document.addEventListener(event, watchHead);
watchHead();

document.addEventListener("click", (event) => {
  const insert = event.target.closest?.("[data-insert]");
  const form = document.getElementById("form-capture");
  if (insert && form && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    setTime(form, insert.dataset.insert, insert.dataset.input);
  }

  const take = event.target.closest?.("[data-take]");
  if (take) {
    const field = document.getElementById(take.dataset.take);
    field.value = take.dataset.value ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }
});

/** Sets the time of the new entry without losing the input. */
function setTime(form, exact, input) {
  form.elements.namedItem("exactAt").value = exact;
  form.elements.namedItem("wasAt").value = input;
  const field = form.elements.namedItem("occurredAt");
  field.value = input;
  field.closest("details").open = true;
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelector("[data-capture]").focus();
}

// Names of people with an account, fetched when somebody starts to type a name.
let people = null;

document.addEventListener("focusin", async (event) => {
  const field = event.target;
  if (!field.matches?.("input[data-people]") || people) return;
  people = [];
  try {
    const response = await fetch(addressOf("/api/people"), { headers: { Accept: "application/json" } });
    if (response.ok) people = (await response.json()).items ?? [];
  } catch {
    people = null;
  }

  offer(field);
});

function offer(field) {
  if (!people?.length) return;
  let list = document.getElementById("people-list");
  if (!list) {
    list = document.createElement("datalist");
    list.id = "people-list";
    document.body.append(list);
  }

  list.replaceChildren(...people.map((person) => Object.assign(document.createElement("option"), { value: person.name })));
  field.setAttribute("list", list.id);
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("input[data-people]")) return;
  if (people?.length && !field.hasAttribute("list")) offer(field);
  const person = people?.find((other) => other.name === field.value.trim());
  const id = field.form.elements.namedItem("personId");
  if (!id) return;
  id.value = person?.id ?? "";
  field.form.elements.namedItem("personName").value = person?.name ?? "";
});

// A link to an entry that is not on the page, because the timeline is long, loads the page that has it.
const earlier = document.querySelector("[data-earlier]");
if (earlier && location.hash.startsWith("#e-") && !document.getElementById(location.hash.slice(1))) location.replace(earlier.href + location.hash);
