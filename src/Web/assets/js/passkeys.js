// Passkeys: the browser creates a passkey or signs with one, and a form submits the result.

const canUse = window.PublicKeyCredential?.parseCreationOptionsFromJSON !== undefined;

function show() {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = !canUse;
  for (const note of document.querySelectorAll("[data-no-passkeys]")) note.hidden = canUse;
}

function ask(form) {
  const options = JSON.parse(form.dataset.options);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

// A passkey belongs to a host name. Browsers neither create nor use it at another name or at an IP address.
function explainName(options) {
  const name = options.rp?.id ?? options.rpId;
  const here = location.hostname;
  const isAddress = (host) => /^[\d.]+$|^\[/.test(host);
  return name && name !== here && !isAddress(name)
    ? `Passkeys are bound to the host name ${name}, but this page is open at ${here}. Open it at ${name} and try again.`
    : `Passkeys need a host name, but this page is open at ${here}. Open it by its host name (on the product's own machine: localhost) and try again. An administrator sets the name with Gateway:PublicUrl.`;
}

function explain(error, form) {
  if (error.name === "SecurityError") return explainName(JSON.parse(form.dataset.options));
  if (error.name === "InvalidStateError") return "This device already has a passkey for your account.";
  return error.name === "NotAllowedError" ? "No passkey was used: the request was cancelled or took too long." : `The passkey could not be used: ${error.message}`;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("form[data-passkey]");
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  const keep = document.querySelector("input[name=keep][type=checkbox]");
  if (keep && form.elements.keep) form.elements.keep.value = keep.checked ? keep.value : "";
  try {
    form.elements.credential.value = JSON.stringify((await ask(form)).toJSON());
    form.requestSubmit();
  } catch (error) {
    form.querySelector("[data-passkey-note]").textContent = explain(error, form);
  }
});

document.addEventListener("pir:refreshed", show);
show();
