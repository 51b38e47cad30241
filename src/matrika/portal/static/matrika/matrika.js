// Small comforts. Every page works without this file.
"use strict";

// The error summary takes the focus, so that a screen reader begins with it.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// A second click on a sending button does nothing; the server refuses it as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("again" in form.dataset) return; // what it downloads leaves the page, and the form, where they are
  if (form.dataset.sent) event.preventDefault();
  if (form.method === "post") form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((f) => delete f.dataset.sent));

// What was typed is kept by sending the form only. Whoever changes the language, logs out or follows a
// link before that is asked first.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  for (const leaving of [form, ...document.querySelectorAll("form[data-discard]")])
    leaving.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// Copy buttons: <button data-copy="id-of-the-text" data-done="Copied" hidden>. Where the browser refuses, the
// text is at least selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    } catch {
      getSelection().selectAllChildren(source);
      return;
    }
    const before = [...button.childNodes];
    button.replaceChildren(button.dataset.done);
    setTimeout(() => button.replaceChildren(...before), 2000);
  });
}

// A file dropped on a file field is shown by its border; the browser itself takes the drop.
for (const field of document.querySelectorAll("input[type=file]")) {
  field.addEventListener("dragover", () => field.classList.add("is-over"));
  for (const end of ["dragleave", "drop"]) field.addEventListener(end, () => field.classList.remove("is-over"));
}

// A long document is opened at the first line that something was found in.
const marked = document.querySelector(".m-source [class^=is-]");
if (marked) {
  const pane = marked.closest(".m-source");
  pane.scrollTop = marked.offsetTop - pane.offsetTop - pane.clientHeight / 3;
}

// Changing the language keeps what was typed and not sent. Forms that the server keeps send it along; of the others
// the browser remembers it, until the page is there in the other language.
const languages = document.querySelector("form[data-language]");
const place = `typed:${location.pathname}`;
const typable = () =>
  [...document.querySelectorAll("main :is(input, textarea, select)[id]")].filter(
    (field) => !["hidden", "file", "password"].includes(field.type) && !field.readOnly,
  );
if (languages)
  languages.addEventListener("submit", () => {
    const typed = typable().map((field) => [field.id, field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value]);
    sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(typed)));
  });
const remembered = JSON.parse(sessionStorage.getItem(place) ?? "{}");
sessionStorage.removeItem(place);
for (const field of typable()) {
  const value = remembered[field.id];
  if (typeof value === "boolean") field.checked = value;
  else if (value !== undefined) field.value = value;
}

// What was sent when the log-in had ended comes back into its form, by the names of the fields. Files do not, and
// a button says for itself what it does: only a form in which somebody types or chooses is filled in, whole.
const kept = document.getElementById("typed-before");
if (kept) {
  const { action, typed } = JSON.parse(kept.textContent);
  const named = (form) => [...form.elements].filter((field) => Object.hasOwn(typed, field.name));
  const seen = "textarea, select, input:not([type=hidden], [type=file], [type=submit])";
  const filled = (form) => named(form).filter((field) => field.matches(seen));
  const [form] = [...document.querySelectorAll("main form[method=post]")]
    .filter((one) => new URL(one.getAttribute("action") || "", location).pathname === action && filled(one).length)
    .sort((one, other) => named(other).length - named(one).length);
  if (form) {
    // What was hidden in it says what the person had before them, so that a change meanwhile is noticed.
    for (const field of [...filled(form), ...named(form).filter((field) => field.type === "hidden")]) {
      if (!field.matches("[type=checkbox], [type=radio]")) field.value = typed[field.name][0];
      if (field.matches("textarea, [type=text], [type=checkbox]")) field.closest("details")?.setAttribute("open", "");
    }
    // A box that nobody ticked is not sent at all.
    for (const field of form.querySelectorAll("[type=checkbox], [type=radio]"))
      field.checked = named(form).includes(field) && typed[field.name].includes(field.value);
    document.querySelector("#kept [data-filled]").hidden = false;
    document.querySelector("#kept [data-fallback]")?.remove();
    form.querySelector("textarea, input:not([type=hidden])")?.focus();
  }
}
