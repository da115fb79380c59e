// Shows validation messages at their fields until the errors are fixed, instead of the browser's bubbles.
let isFirst = true;

function words(field) {
  const { validity } = field;
  if (validity.valueMissing) return field.matches("select, [type=checkbox], [type=radio], [type=file]") ? "Choose one." : "Fill this in.";
  if (validity.tooShort) return `At least ${field.minLength} characters.`;
  if (validity.typeMismatch && field.type === "email") return "An address like ada@example.org.";
  if (validity.typeMismatch && field.type === "url") return "An address like https://example.org.";
  if (validity.rangeUnderflow) return `${field.min} or more.`;
  if (validity.rangeOverflow) return `${field.max} or less.`;
  return field.validationMessage;
}

function placeFor(field, around) {
  const id = `${field.id}-error`;
  const found = around.querySelector(".field__error");
  if (found) return found;
  const place = document.createElement("p");
  place.className = "field__error";
  place.id = id;
  around.append(place);
  const described = field.getAttribute("aria-describedby") ?? "";
  field.setAttribute("aria-describedby", `${described} ${id}`.trim());
  return place;
}

document.addEventListener("invalid", (event) => {
  const field = event.target;
  const around = field.closest(".field");
  if (!around) return;
  event.preventDefault();
  placeFor(field, around).textContent = words(field);
  field.setAttribute("aria-invalid", "true");
  field.dataset.mend = "";
  if (!isFirst) return;
  isFirst = false;
  setTimeout(() => (isFirst = true));
  for (let fold = field.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
  field.focus();
}, true);

function mended(event) {
  const field = event.target;
  if (field.dataset?.mend === undefined || !field.validity.valid) return;
  delete field.dataset.mend;
  field.removeAttribute("aria-invalid");
  const place = field.closest(".field")?.querySelector(".field__error");
  if (place) place.textContent = "";
}
document.addEventListener("input", mended);
document.addEventListener("change", mended);
