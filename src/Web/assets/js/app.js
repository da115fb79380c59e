// Every page works without this file. It adds interaction.
import "./forms.js";
import "./live.js";
import "./keys.js";
import "./palette.js";
import "./notes.js";
import "./drafts.js";
import "./incident.js";
import "./capture.js";
import "./review.js";
import "./presence.js";
import "./marks.js";
import "./similar.js";
import "./small.js";
import "./passkeys.js";
import "./validity.js";

document.documentElement.classList.add("js");
