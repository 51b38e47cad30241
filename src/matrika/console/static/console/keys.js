// Keys for those who do this all day. Every page works without this file, and nothing here sends anything.
"use strict";

const OFF = "matrika-keys-off";
const help = document.getElementById("keys");
const toggle = document.getElementById("keys-on");
const isOff = () => localStorage.getItem(OFF) === "1";

// The button that opens the overview is there only when the keys can be.
for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}
if (toggle) {
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => (toggle.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}

const lines = () => [...document.querySelectorAll("[data-line]")];

function move(by) {
  const all = lines();
  if (!all.length) return false;
  const here = all.indexOf(document.activeElement);
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  all[next].focus();
  return true;
}

// Opens a decision and leads to its first field. Whoever decides presses the button there.
function open(key) {
  const decision = document.querySelector(`details[data-key="${key}"]`);
  if (!decision) return false;
  decision.open = true;
  const field = decision.querySelector("textarea, select, input:not([type=hidden])");
  (field || decision.querySelector("summary")).focus();
  return true;
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  a: () => open("a"),
  r: () => open("r"),
  m: () => open("m"),
  "/": () => {
    const field = document.querySelector('[data-key="/"]');
    if (!field) return false;
    field.focus();
    return true;
  },
  "?": () => {
    if (!help) return false;
    help.showModal();
    return true;
  },
};

// What is typed into a field, chosen in a list or pressed with a modifier is nobody's shortcut; so is what
// a screen reader keeps for itself, since it never reaches the page.
document.addEventListener("keydown", (event) => {
  if (isOff() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined;
  if (act && act()) event.preventDefault();
});
